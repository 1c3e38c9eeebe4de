package org.tabularium.session;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;

/** How calls end that no leader answers. */
final class Ends {
    private Ends() {}

    /** More waits already than may. */
    static Failure busy() {
        return Failure.of(
                ErrorCode.BUSY,
                "Calls that take " + ClientSession.MOST_OPEN_BYTES / (1 << 20)
                        + " MiB wait in this tab already; this one was not sent. Await some of them first.",
                Outcome.NOT_RUN);
    }

    /** The application stopped waiting. */
    static Failure withdrawn(Call call, Outcome outcome) {
        String what = call.withdrawal == ErrorCode.ABORTED ? "The call was aborted" : "The call's deadline passed";
        String then = outcome == Outcome.PENDING
                ? " after it had begun; it may still take effect, which `settled` tells."
                : " before it had begun; it has no effect.";
        return Failure.of(call.withdrawal, what + then, outcome);
    }

    /** The transaction went with its leader. */
    static Failure transactionLost() {
        return Failure.of(
                ErrorCode.TX_ABORTED_FAILOVER,
                "The leading tab is gone and took the open transaction with it; nothing of it took effect."
                        + " Run it again.",
                Outcome.ROLLED_BACK);
    }

    /** The call was recalled, or could be repeated, and is known to have no effect. */
    static Failure withoutEffect(Call call) {
        if (call.doubt != null) {
            return Failure.of(call.doubt.code(), call.doubt.message(), Outcome.ROLLED_BACK);
        } else if (call.request.transaction() != 0) {
            return transactionLost();
        } else if (call.withdrawal != null) {
            return withdrawn(call, Outcome.NOT_RUN);
        } else if (call.isToldPending) {
            return Failure.of(
                    ErrorCode.FLUSH_FAILED,
                    "The leading tab went before the store could be written; the call has no effect.",
                    Outcome.ROLLED_BACK);
        }
        return Failure.of(
                ErrorCode.ENGINE_DIED,
                call.deaths + " leaders died while they had this call, so it was not run again. It has no effect.",
                Outcome.ROLLED_BACK);
    }

    /** The tab was away for longer than leaders remember. */
    static Failure expired() {
        return Failure.of(
                ErrorCode.SESSION_EXPIRED,
                "The tab was put away while this call was in flight, for so long that its outcome is forgotten.",
                Outcome.UNKNOWN);
    }
}
