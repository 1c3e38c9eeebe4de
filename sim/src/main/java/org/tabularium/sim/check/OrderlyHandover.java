package org.tabularium.sim.check;

import org.tabularium.base.ErrorCode;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Operation;

/** Where every leader goes in good order, no call is lost with one. */
final class OrderlyHandover implements Checker {
    private static final String PROMISE = "an orderly handover loses nothing";

    private final Ledger ledger;

    OrderlyHandover(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void atEnd(Ending ending) {
        if (!ending.wasOrderly()) {
            return;
        }
        for (CallRecord call : ledger.all()) {
            boolean isAborted = call.endedWith(ErrorCode.TX_ABORTED_FAILOVER) && !isUndone(call);
            Violation.unless(!isAborted, PROMISE, call, " ended as TX_ABORTED_FAILOVER");
            Violation.unless(!call.endedWith(ErrorCode.ENGINE_DIED), PROMISE, call, " ended as ENGINE_DIED");
        }
    }

    /** Of a transaction that a statement of its own has ended there is nothing to lose. */
    private boolean isUndone(CallRecord call) {
        for (CallRecord other : ledger.of(call.tab())) {
            boolean isOfSame = other.transaction() == call.transaction() && other.operation() == Operation.QUERY;
            if (isOfSame && other.statement().verb().equals("undo")) {
                return true;
            }
        }
        return false;
    }
}
