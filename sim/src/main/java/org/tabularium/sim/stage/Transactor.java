package org.tabularium.sim.stage;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.tab.TabWatcher;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/** Whole transactions, whose calls follow each other as soon as the one before has ended well. */
final class Transactor implements TabWatcher {
    private static final int PATIENT_MS = 600_000;

    /** What a transaction does after its last statement. */
    private enum Plan {
        COMMIT("commit"),
        ROLLBACK("rollback"),
        FORGET("forget"),
        /** It goes on after statements that failed, and commits. */
        INSIST("insist");

        private final String word;

        Plan(String word) {
            this.word = word;
        }

        static Plan of(Line line) {
            for (Plan plan : values()) {
                if (line.takes(plan.word)) {
                    return plan;
                }
            }
            throw line.unknown("plan");
        }
    }

    private static final class Transaction {
        final int number;
        final Plan plan;
        final Durability durability;
        final int deadlineMs;
        final ArrayDeque<SimSql> toCome = new ArrayDeque<>();

        Transaction(int number, Plan plan, Durability durability, int deadlineMs) {
            this.number = number;
            this.plan = plan;
            this.durability = durability;
            this.deadlineMs = deadlineMs;
        }
    }

    private final Function<String, SimTab> tabs;
    /** By tab, and then by the number of the call they wait for. */
    private final Map<String, Map<Integer, Transaction>> waiting = new LinkedHashMap<>();

    Transactor(Function<String, SimTab> tabs) {
        this.tabs = tabs;
    }

    /** Begins the transaction a line describes: {@code <plan> [memory] [within <ms>] <statement>; <statement>}. */
    void begin(SimTab tab, Line line) {
        Plan plan = Plan.of(line);
        Durability durability = line.takes("memory") ? Durability.MEMORY : Durability.DISK;
        int deadlineMs = line.takes("within") ? line.nextInt() : PATIENT_MS;
        Transaction transaction = new Transaction(tab.nextCall(), plan, durability, deadlineMs);
        for (String statement : SimSql.statements(line.rest())) {
            transaction.toCome.add(new SimSql(statement));
        }
        call(tab, transaction, Operation.BEGIN, null, Durability.MEMORY, deadlineMs);
    }

    @Override
    public void ended(String tab, ToClient.Reply end, boolean isLate) {
        Map<Integer, Transaction> ofTab = waiting.get(tab);
        Transaction transaction = ofTab == null || isLate ? null : ofTab.remove(end.number());
        if (transaction != null) {
            boolean isWell = end.failure() == null;
            boolean hasBegun = isWell || end.number() != transaction.number;
            goOn(tabs.apply(tab), transaction, hasBegun, isWell);
        }
    }

    private void goOn(SimTab tab, Transaction transaction, boolean hasBegun, boolean isWell) {
        if (!hasBegun) {
            return;
        }
        boolean isGivenUp = !isWell && transaction.plan != Plan.INSIST;
        if (isGivenUp || (transaction.toCome.isEmpty() && transaction.plan == Plan.ROLLBACK)) {
            tab.call(Operation.ROLLBACK, null, transaction.number, Durability.MEMORY, PATIENT_MS);
        } else if (!transaction.toCome.isEmpty()) {
            SimSql next = transaction.toCome.poll();
            call(tab, transaction, Operation.QUERY, next, transaction.durability, transaction.deadlineMs);
        } else if (transaction.plan == Plan.COMMIT || transaction.plan == Plan.INSIST) {
            tab.call(Operation.COMMIT, null, transaction.number, transaction.durability, transaction.deadlineMs);
        }
    }

    private void call(
            SimTab tab,
            Transaction transaction,
            Operation operation,
            SimSql statement,
            Durability durability,
            int deadlineMs) {
        int inside = operation == Operation.BEGIN ? 0 : transaction.number;
        waiting.computeIfAbsent(tab.name(), any -> new LinkedHashMap<>()).put(tab.nextCall(), transaction);
        tab.call(operation, statement, inside, durability, deadlineMs);
    }
}
