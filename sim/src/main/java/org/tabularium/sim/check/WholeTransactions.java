package org.tabularium.sim.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Operation;

/** A transaction takes effect whole or not at all, and as the end of its commit says. */
final class WholeTransactions implements Checker {
    private static final String PROMISE = "a transaction is whole";

    private static final class Parts {
        /** Of those that failed alone nothing may be there. */
        final List<CallRecord> undone = new ArrayList<>();

        final List<CallRecord> inserts = new ArrayList<>();
        CallRecord commit;
    }

    private final Ledger ledger;

    WholeTransactions(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void atEnd(Ending ending) {
        Map<String, Parts> transactions = new LinkedHashMap<>();
        for (CallRecord call : ledger.all()) {
            if (call.transaction() == 0) {
                continue;
            }
            String name = "transaction " + call.transaction() + " of " + call.tab();
            Parts parts = transactions.computeIfAbsent(name, any -> new Parts());
            if (call.operation() == Operation.QUERY && call.statement().isInsert()) {
                boolean isUndone = call.fate() == CallRecord.Fate.UNDONE;
                (isUndone ? parts.undone : parts.inserts).add(call);
            } else if (call.operation() == Operation.COMMIT) {
                parts.commit = call;
            }
        }
        transactions.forEach((name, parts) -> check(name, parts, ending));
    }

    private static int count(CallRecord insert, Ending ending) {
        return ending.truth()
                .count(insert.statement().table(), insert.statement().row());
    }

    private static void check(String name, Parts parts, Ending ending) {
        for (CallRecord insert : parts.undone) {
            Violation.unless(count(insert, ending) == 0, PROMISE, insert, " was said to have no effect and has one");
        }
        int present = 0;
        for (CallRecord insert : parts.inserts) {
            int count = count(insert, ending);
            Violation.unless(count <= 1, PROMISE, insert, " took effect ", count, " times");
            present += count;
        }
        int all = parts.inserts.size();
        String found = name + ": " + present + " of " + all + " rows";
        Violation.unless(present == 0 || present == all, PROMISE, found);
        if (parts.commit == null) {
            Violation.unless(present == 0, PROMISE, found, " though it was not committed");
            return;
        }
        boolean isOwed = parts.commit.isOwed();
        switch (parts.commit.fate()) {
            case DONE ->
                Violation.unless(present == all || !isOwed, PROMISE, found, " though its commit was acknowledged");
            case UNDONE -> Violation.unless(present == 0, PROMISE, found, " though its commit had no effect");
            case UNKNOWN -> {
                // Either is true to its end.
            }
        }
    }
}
