package org.tabularium.sim.check;

import org.tabularium.base.ErrorCode;
import org.tabularium.sim.world.Violation;

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
            Violation.unless(!call.endedWith(ErrorCode.LEADER_LOST), PROMISE, call + " ended as LEADER_LOST");
            Violation.unless(!call.endedWith(ErrorCode.ENGINE_DIED), PROMISE, call + " ended as ENGINE_DIED");
        }
    }
}
