package org.tabularium.sim.check;

import java.util.List;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.store.SimStore;
import org.tabularium.sim.store.SimTables;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/** What is acknowledged is in the store at that moment, at the level it is acknowledged at. */
final class AcknowledgedIsKept implements Checker {
    private static final String PROMISE = "what is acknowledged is kept";

    private final Ledger ledger;
    private final SimStore store;

    AcknowledgedIsKept(Ledger ledger, SimStore store) {
        this.ledger = ledger;
        this.store = store;
    }

    @Override
    public void ended(String tab, ToClient.Reply end, boolean isLate) {
        CallRecord call = ledger.get(tab, end.number());
        if (end.failure() != null) {
            return;
        }
        SimTables kept = end.level() == Durability.DISK ? store.onDisk() : store.kept();
        if (call.operation() == Operation.COMMIT) {
            for (CallRecord other : ledger.of(tab)) {
                if (other.transaction() == call.transaction() && other.fate() == CallRecord.Fate.DONE) {
                    check(other, kept);
                }
            }
        } else if (call.operation() == Operation.SYNC) {
            checkAllBefore(call);
        } else if (call.transaction() == 0) {
            check(call, kept);
        }
    }

    /** Whoever waits for everything to be on the disk may rely on all the tab was told of before. */
    private void checkAllBefore(CallRecord sync) {
        for (CallRecord call : ledger.of(sync.tab())) {
            boolean isDone = call.fate() == CallRecord.Fate.DONE && call.isOwed() && call.transaction() == 0;
            if (isDone && !call.end().commit().isAfter(sync.awaited())) {
                check(call, store.onDisk());
            }
        }
    }

    private static void check(CallRecord call, SimTables kept) {
        for (List<SimSql> part : call.added()) {
            for (SimSql row : part) {
                boolean isKept = kept.count(row.table(), row.row()) > 0;
                Violation.unless(isKept, PROMISE, call, " ended well before the store had it");
            }
        }
    }
}
