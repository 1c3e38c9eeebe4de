package org.tabularium.sim.check;

import java.util.List;
import org.tabularium.base.Failure;
import org.tabularium.sim.store.SimRows;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.store.SimTables;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/**
 * A write outside of transactions takes effect as its end says, and never twice.
 *
 * <p>Acknowledged, it is there at the end; only what was acknowledged at {@code MEMORY} may be gone after a power cut.
 * Ended as not run or rolled back, it is not there. Of any other end nothing is known but that it is there once at
 * most. A script is there as far as its parts go, in their order.
 */
final class WritesOnce implements Checker {
    private static final String PROMISE = "a write takes effect as its end says";

    private final Ledger ledger;

    WritesOnce(Ledger ledger) {
        this.ledger = ledger;
    }

    /** An answer is the answer to that very write, be it one that was kept. */
    @Override
    public void ended(String tab, ToClient.Reply end, boolean isLate) {
        CallRecord call = ledger.get(tab, end.number());
        Failure failure = end.failure();
        if (failure != null || call.operation() == Operation.SYNC) {
            return;
        }
        boolean isWrite = !call.added().isEmpty() && call.transaction() == 0;
        boolean isAtLevel = call.level() == Durability.MEMORY || end.level() == Durability.DISK;
        Violation.unless(
                !isWrite || isAtLevel || !call.statement().isInsert(), PROMISE, call, " ended at ", end.level());
        if (call.operation() == Operation.QUERY && call.statement().isInsert()) {
            List<String> rows = ((SimRows) end.result()).rows();
            boolean isOwn = rows.equals(List.of(call.statement().row()));
            Violation.unless(isOwn, PROMISE, call, " was answered with ", rows);
        }
    }

    @Override
    public void atEnd(Ending ending) {
        for (CallRecord call : ledger.all()) {
            if (call.transaction() == 0) {
                check(call, ending.truth());
            }
        }
    }

    private static void check(CallRecord call, SimTables truth) {
        int all = 0;
        int present = 0;
        boolean isCut = false;
        for (List<SimSql> part : call.added()) {
            int ofPart = count(call, part, truth);
            boolean isWhole = ofPart == part.size();
            Violation.unless(ofPart == 0 || isWhole, PROMISE, call, " is there in half");
            Violation.unless(ofPart == 0 || !isCut, PROMISE, call, " is there without its beginning");
            isCut |= !isWhole;
            all += part.size();
            present += ofPart;
        }
        switch (call.fate()) {
            case DONE ->
                Violation.unless(present == all || !call.isOwed(), PROMISE, call, " was acknowledged and is lost");
            case UNDONE -> Violation.unless(present == 0, PROMISE, call, " was said to have no effect and has one");
            case UNKNOWN -> {
                // Either is true to its end.
            }
        }
    }

    private static int count(CallRecord call, List<SimSql> rows, SimTables truth) {
        int present = 0;
        for (SimSql row : rows) {
            int count = truth.count(row.table(), row.row());
            Violation.unless(count <= 1, PROMISE, call, " took effect ", count, " times");
            present += count;
        }
        return present;
    }
}
