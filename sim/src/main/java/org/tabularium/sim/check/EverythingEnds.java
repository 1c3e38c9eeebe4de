package org.tabularium.sim.check;

import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.world.Violation;

/**
 * Every call ends, once.
 *
 * <p>One that was told {@code PENDING} is told its outcome once more. A tab that died is owed nothing.
 */
final class EverythingEnds implements Checker {
    private static final String PROMISE = "every call ends once";

    private final Ledger ledger;

    EverythingEnds(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void ended(String tab, int number, Failure failure, Payload result, Commit commit, boolean isLate) {
        CallRecord call = ledger.get(tab, number);
        Violation.unless(call.endCount() == (isLate ? 2 : 1), PROMISE, call + " ended " + call.endCount() + " times");
        boolean isPending = failure != null && failure.outcome() == Outcome.PENDING;
        Violation.unless(!isLate || !isPending, PROMISE, call + " was told to be pending twice");
    }

    @Override
    public void atEnd(Ending ending) {
        for (SimTab tab : ending.living()) {
            Violation.unless(
                    tab.node().openCalls() == 0,
                    PROMISE,
                    tab.name() + " has " + tab.node().openCalls() + " open calls");
        }
        for (CallRecord call : ledger.all()) {
            boolean isOwed = ending.living().stream().anyMatch(tab -> tab.name().equals(call.tab()));
            Violation.unless(!isOwed || call.isSettled(), PROMISE, call + " waits for ever");
        }
    }
}
