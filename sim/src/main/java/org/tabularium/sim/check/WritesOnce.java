package org.tabularium.sim.check;

import org.tabularium.sim.world.Violation;

/**
 * A write outside of transactions takes effect as its end says, and never twice.
 *
 * <p>Acknowledged at {@code DISK}, it is there at the end; at {@code MEMORY}, where every leader went in good order.
 * Ended as not run or rolled back, it is not there. Of any other end nothing is known but that it is there once at
 * most.
 */
final class WritesOnce implements Checker {
    private static final String PROMISE = "a write takes effect as its end says";

    private final Ledger ledger;

    WritesOnce(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void atEnd(Ending ending) {
        for (CallRecord call : ledger.all()) {
            if (!call.isInsert() || call.transaction() != 0) {
                continue;
            }
            int count = ending.truth()
                    .count(call.statement().table(), call.statement().row());
            Violation.unless(count <= 1, PROMISE, call + " took effect " + count + " times");
            boolean isOwed = call.isDurable() || ending.wasOrderly();
            switch (call.fate()) {
                case DONE -> Violation.unless(count == 1 || !isOwed, PROMISE, call + " was acknowledged and is lost");
                case UNDONE -> Violation.unless(count == 0, PROMISE, call + " was said to have no effect and has one");
                case UNKNOWN -> {
                    // Either is true to its end.
                }
            }
        }
    }
}
