package org.tabularium.sim.check;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/**
 * Every call ends, once.
 *
 * <p>One that was told {@code PENDING} is told its outcome once more. A tab that died is owed nothing. What an end
 * leaves open, it leaves open for one of few stated reasons.
 */
final class EverythingEnds implements Checker {
    private static final String PROMISE = "every call ends once";

    private final Ledger ledger;

    EverythingEnds(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void ended(String tab, ToClient.Reply end, boolean isLate) {
        CallRecord call = ledger.get(tab, end.number());
        Violation.unless(call.endCount() == (isLate ? 2 : 1), PROMISE, call, " ended ", call.endCount(), " times");
        boolean isPending = end.failure() != null && end.failure().outcome() == Outcome.PENDING;
        Violation.unless(!isLate || !isPending, PROMISE, call, " was told to be pending twice");
        boolean isInternal = end.failure() != null && isInternal(end.failure());
        Violation.unless(!isInternal, "every call is understood", call, " ended with ", end.failure());
        boolean isUnknown = end.failure() != null && end.failure().outcome() == Outcome.UNKNOWN;
        Violation.unless(
                !isUnknown || mayBeUnknown(call, end.failure()),
                "every outcome is told",
                call,
                " ended with unknown outcome: ",
                end.failure());
    }

    /** What no application can bring about and none should see. */
    private static boolean isInternal(Failure failure) {
        return failure.code() == ErrorCode.PROTOCOL_ERROR || failure.code() == ErrorCode.FENCED;
    }

    /** Where an end does not tell the outcome, there is a reason that leaves no other choice. */
    private static boolean mayBeUnknown(CallRecord call, Failure failure) {
        return switch (failure.code()) {
            case NOT_REPEATED, SESSION_EXPIRED, CLOSED -> true;
            case SQL_ERROR, TX_UNMANAGED ->
                (call.operation() == Operation.SCRIPT && call.added().size() > 1)
                        || (call.operation() == Operation.QUERY
                                && call.statement().isPartly());
            default -> false;
        };
    }

    @Override
    public void atEnd(Ending ending) {
        for (SimTab tab : ending.living()) {
            Violation.unless(
                    tab.node().openCalls() == 0,
                    PROMISE,
                    tab.name(),
                    " has ",
                    tab.node().openCalls(),
                    " open calls");
            for (CallRecord call : ledger.of(tab.name())) {
                Violation.unless(call.isSettled(), PROMISE, call, " waits for ever");
            }
        }
    }
}
