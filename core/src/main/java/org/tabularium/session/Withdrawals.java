package org.tabularium.session;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Outcome;
import org.tabularium.wire.ToLeader;

/**
 * Ends the wait for calls that were aborted or whose deadline passes.
 *
 * <p>Only the leader knows whether a request that was sent has begun. So it is asked to withdraw it, and has some time to
 * say; without a word of it, the call is told to be pending, and its outcome is told once it is known.
 */
final class Withdrawals {
    /** How long the leader has to say whether a withdrawn request had begun, in milliseconds. */
    static final int WITHDRAWAL_MS = 250;

    private final OpenCalls calls;
    private double wakeMs = Double.POSITIVE_INFINITY;

    Withdrawals(OpenCalls calls) {
        this.calls = calls;
    }

    /** Looks at the clock for every open call. */
    void checkTimes(double nowMs, SessionEffects out) {
        wakeMs = Double.POSITIVE_INFINITY;
        for (Call call : calls.snapshot()) {
            checkTime(call, nowMs, out);
        }
    }

    private void checkTime(Call call, double nowMs, SessionEffects out) {
        if (call.isToldPending) {
            return;
        }
        if (nowMs < call.actAtMs) {
            wakeFor(call, out);
        } else if (call.withdrawal == null) {
            withdraw(call, ErrorCode.DEADLINE_EXCEEDED, nowMs, out);
        } else {
            tellPending(call, out);
        }
    }

    /** Takes a call back if it has not begun; for one that is at the leader, the leader is asked. */
    void withdraw(Call call, ErrorCode why, double nowMs, SessionEffects out) {
        if (call.withdrawal != null) {
            return;
        }
        call.withdrawal = why;
        if (!call.isSent) {
            if (call.mayHaveRun()) {
                tellPending(call, out);
            } else {
                calls.end(call, Ends.withdrawn(call, Outcome.NOT_RUN), out);
            }
            return;
        }
        call.actAtMs = nowMs + WITHDRAWAL_MS;
        wakeFor(call, out);
        out.send(new ToLeader.Cancel(call.request.number()));
    }

    /** The call has begun, or may have. */
    void tellPending(Call call, SessionEffects out) {
        if (!call.isToldPending) {
            call.isToldPending = true;
            OpenCalls.settle(call, Ends.withdrawn(call, Outcome.PENDING), false, out);
        }
    }

    /** Sees to it that the clock is looked at when something is due for this call. */
    void wakeFor(Call call, SessionEffects out) {
        if (call.actAtMs < wakeMs) {
            wakeMs = call.actAtMs;
            out.wakeAt(wakeMs);
        }
    }
}
