package org.tabularium.sim.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.base.Prng;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.tab.TabWatcher;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;

/** An application in a tab, which does by chance whatever an application may. */
final class App implements TabWatcher {
    private static final int MOST_SUBSCRIPTIONS = 3;
    private static final int PATIENT_MS = 600_000;
    private static final String[] TABLES = {"red", "green", "blue"};

    /** What a transaction does after its last row. */
    private enum Plan {
        COMMIT,
        ROLLBACK,
        FORGET
    }

    /** A transaction on its way, and what it does once its last call has ended well. */
    private static final class Transaction {
        final int number;
        final Plan plan;
        final Durability durability;
        int rowsToCome;

        Transaction(int number, Plan plan, Durability durability, int rowsToCome) {
            this.number = number;
            this.plan = plan;
            this.durability = durability;
            this.rowsToCome = rowsToCome;
        }
    }

    private final SimTab tab;
    private final Prng prng;
    private final List<Integer> open = new ArrayList<>();
    private final List<Integer> subscriptions = new ArrayList<>();
    /** By the number of the call they wait for. */
    private final Map<Integer, Transaction> transactions = new LinkedHashMap<>();

    private int lastRow;

    App(SimTab tab, Prng prng) {
        this.tab = tab;
        this.prng = prng;
    }

    /** Does one thing. */
    void act() {
        if (!tab.isUsable()) {
            return;
        }
        int dice = prng.below(100);
        if (dice < 40) {
            call(Operation.QUERY, insert(), 0, durability(), deadlineMs());
        } else if (dice < 60) {
            call(Operation.QUERY, new SimSql("read " + table()), 0, Durability.DISK, deadlineMs());
        } else if (dice < 75) {
            beginTransaction();
        } else if (dice < 78) {
            String script = insert().text() + "; " + (prng.chance(30) ? "fail" : "read red");
            call(Operation.SCRIPT, new SimSql(script), 0, durability(), deadlineMs());
        } else if (dice < 81) {
            String text = prng.chance(30) ? "begin" : prng.chance(50) ? "fail" : "alter " + table();
            call(Operation.QUERY, new SimSql(text), 0, Durability.DISK, deadlineMs());
        } else if (dice < 90) {
            subscribe();
        } else if (dice < 93 && !subscriptions.isEmpty()) {
            tab.unsubscribe(subscriptions.remove(prng.below(subscriptions.size())));
        } else if (dice < 95 && !subscriptions.isEmpty()) {
            tab.refresh(subscriptions.get(prng.below(subscriptions.size())));
        } else if (!open.isEmpty()) {
            tab.abort(open.get(prng.below(open.size())));
        }
    }

    @Override
    public void ended(String name, int number, Failure failure, Payload result, Commit commit, boolean isLate) {
        if (!name.equals(tab.name()) || isLate) {
            return;
        }
        open.remove(Integer.valueOf(number));
        Transaction transaction = transactions.remove(number);
        if (transaction != null) {
            goOn(transaction, failure == null);
        }
    }

    private void subscribe() {
        if (subscriptions.size() < MOST_SUBSCRIPTIONS) {
            subscriptions.add(tab.subscribe(new SimSql("read " + table())));
        }
    }

    private void beginTransaction() {
        int dice = prng.below(100);
        Plan plan = dice < 75 ? Plan.COMMIT : dice < 90 ? Plan.ROLLBACK : Plan.FORGET;
        Transaction transaction = new Transaction(tab.nextCall(), plan, durability(), 1 + prng.below(4));
        transactions.put(transaction.number, transaction);
        call(Operation.BEGIN, null, 0, Durability.MEMORY, deadlineMs());
    }

    private void goOn(Transaction transaction, boolean isWell) {
        int next = tab.nextCall();
        if (!isWell) {
            call(Operation.ROLLBACK, null, transaction.number, Durability.MEMORY, PATIENT_MS);
        } else if (transaction.rowsToCome > 0) {
            transaction.rowsToCome--;
            transactions.put(next, transaction);
            call(Operation.QUERY, insert(), transaction.number, transaction.durability, deadlineMs());
        } else if (transaction.plan == Plan.COMMIT) {
            call(Operation.COMMIT, null, transaction.number, transaction.durability, deadlineMs());
        } else if (transaction.plan == Plan.ROLLBACK) {
            call(Operation.ROLLBACK, null, transaction.number, Durability.MEMORY, PATIENT_MS);
        }
    }

    private void call(Operation operation, SimSql statement, int transaction, Durability durability, int deadlineMs) {
        open.add(tab.nextCall());
        tab.call(operation, statement, transaction, durability, deadlineMs);
    }

    /** A row nobody else adds. */
    private SimSql insert() {
        lastRow++;
        return new SimSql("insert " + table() + ' ' + tab.name() + '-' + lastRow);
    }

    private String table() {
        return TABLES[prng.below(TABLES.length)];
    }

    private Durability durability() {
        return prng.chance(30) ? Durability.MEMORY : Durability.DISK;
    }

    private int deadlineMs() {
        return prng.chance(15) ? 1 + prng.below(200) : PATIENT_MS;
    }
}
