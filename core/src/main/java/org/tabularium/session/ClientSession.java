package org.tabularium.session;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/** The client half of a session: every call of the application, from its number to its one end. */
public final class ClientSession {
    /** How long a tab that closes waits for what the leader has begun, in milliseconds. */
    static final int CLOSING_MS = 2_000;

    /** How many requests may be at the leader at once; the rest waits in the tab. It bounds the leader's journal. */
    static final int WINDOW = 4_096;

    /** How much the requests at the leader may take, in bytes, unless it is one alone. */
    static final int WINDOW_BYTES = 16 << 20;

    /** How much the calls of a tab that have not ended may take, in bytes, unless it is one alone. */
    static final int MOST_OPEN_BYTES = 64 << 20;

    private final OpenCalls calls = new OpenCalls();
    private final Withdrawals withdrawals = new Withdrawals(calls);
    private int connection;
    private boolean isConnected;
    private boolean isLeaving;
    /** Whether calls wait in the tab for others to end, in their order. */
    private boolean isWindowFull;

    private boolean isClosing;
    private double closeUntilMs;
    private Failure lastingFailure;

    /** A session that has not met a leader. */
    public ClientSession() {}

    /** Applies one input; what the node must do follows, in order, in {@code out}. */
    public void step(SessionInput input, double nowMs, SessionEffects out) {
        input.applyTo(this, nowMs, out);
        sendNext(out);
        if (isClosing) {
            finishClosing(nowMs, out);
        }
    }

    /** How many calls have not ended. */
    public int openCalls() {
        return calls.size();
    }

    void called(Call call, SessionEffects out) {
        calls.numbered(call.request.number());
        if (lastingFailure != null) {
            OpenCalls.settle(call, lastingFailure, false, out);
            return;
        }
        boolean isTooMuch = calls.bytes() + call.sizeBytes > MOST_OPEN_BYTES;
        if (isTooMuch && calls.bytes() > 0 && call.sizeBytes > 0) {
            OpenCalls.settle(call, Ends.busy(), false, out);
            return;
        }
        calls.add(call);
        withdrawals.wakeFor(call, out);
        if (call.isOfOpenTransaction() || !isWindowFull) {
            sendIfPossible(call, out);
        }
    }

    void aborted(int number, double nowMs, SessionEffects out) {
        Call call = calls.find(number);
        if (call != null) {
            withdrawals.withdraw(call, ErrorCode.ABORTED, nowMs, out);
        }
    }

    private void sendIfPossible(Call call, SessionEffects out) {
        boolean mustBeRecalled = call.mustBeRecalled();
        if (call.isOfOpenTransaction() && !mustBeRecalled) {
            Integer home = calls.homeOf(call.request.transaction());
            if (home != null && (home != connection || !isConnected)) {
                boolean isDone = call.is(Operation.ROLLBACK);
                calls.end(
                        call,
                        isDone ? null : call.doubt == null ? Ends.transactionLost() : Ends.withoutEffect(call),
                        out);
                return;
            }
        } else if (isLeaving) {
            return;
        }
        if (!isConnected) {
            return;
        }
        // What an open transaction waits for must not wait for what the transaction holds up.
        boolean isFull = calls.sentCount() >= WINDOW
                || (calls.sentBytes() > 0 && calls.sentBytes() + call.sizeBytes > WINDOW_BYTES);
        if (isFull && !call.isOfOpenTransaction()) {
            isWindowFull = true;
            return;
        }
        calls.sent(call);
        call.request = call.request.again(calls.settledBelow(), mustBeRecalled);
        out.send(call.request);
    }

    void connected(SessionEffects out) {
        disconnected(out);
        connection++;
        isConnected = true;
        isLeaving = false;
        if (!isClosing) {
            lastingFailure = null;
        }
        for (Call call : calls.snapshot()) {
            sendIfPossible(call, out);
        }
    }

    void leaderLeaving(SessionEffects out) {
        isLeaving = true;
        tellWhenQuiet(out);
    }

    void expired(SessionEffects out) {
        for (Call call : calls.snapshot()) {
            if (call.mayHaveRun()) {
                calls.end(call, Ends.expired(), out);
            }
        }
    }

    /** Ends or takes back everything in flight: the leader it was sent to will not answer any more. */
    void disconnected(SessionEffects out) {
        isConnected = false;
        isWindowFull = false;
        for (Call call : calls.snapshot()) {
            if (!call.isSent) {
                continue;
            }
            calls.takeBack(call);
            call.deaths++;
            if (call.is(Operation.ROLLBACK)) {
                calls.end(call, null, out);
            } else if (call.isOfOpenTransaction() && !call.is(Operation.COMMIT)) {
                calls.end(call, Ends.transactionLost(), out);
            } else if (call.isRepeatable() && call.isDangerous()) {
                calls.end(call, Ends.withoutEffect(call), out);
            } else if (call.isRepeatable()) {
                dropIfUnwanted(call, out);
            }
        }
    }

    void replied(ToClient.Reply reply, SessionEffects out) {
        Call call = calls.find(reply.number());
        if (call == null) {
            return;
        }
        if (reply.failure() != null && reply.failure().outcome() == Outcome.PENDING) {
            if (!call.isToldPending) {
                call.isToldPending = true;
                out.settle(reply, false);
            }
            return;
        }
        calls.ended(call);
        if (call.is(Operation.BEGIN) && reply.failure() == null) {
            int transaction = call.request.transaction();
            calls.transactionBegun(transaction, connection);
            if (call.isToldPending) {
                out.abandoned(transaction);
            }
        }
        out.settle(reply, call.isToldPending);
        tellWhenQuiet(out);
    }

    void wasMoved(int number, boolean hasBegun, SessionEffects out) {
        Call call = calls.find(number);
        if (call == null) {
            return;
        }
        calls.takeBack(call);
        boolean isSurelyNotRun = call.isRepeatable() || (!hasBegun && call.sends == 1);
        if (isSurelyNotRun) {
            call.sends = 0;
            dropIfUnwanted(call, out);
        }
        tellWhenQuiet(out);
    }

    void wasNotKept(int number, SessionEffects out) {
        Call call = calls.find(number);
        if (call != null) {
            calls.end(call, Ends.withoutEffect(call), out);
            tellWhenQuiet(out);
        }
    }

    void wasDoubted(int number, Failure failure, SessionEffects out) {
        Call call = calls.find(number);
        if (call == null) {
            return;
        }
        calls.takeBack(call);
        call.doubted(failure);
        boolean isOfTransaction = call.isOfOpenTransaction() && !call.is(Operation.COMMIT);
        if (call.is(Operation.ROLLBACK)) {
            calls.end(call, null, out);
        } else if (isOfTransaction || (call.isRepeatable() && call.isDangerous())) {
            call.doubt = failure;
            calls.end(call, Ends.withoutEffect(call), out);
        } else if (call.isRepeatable()) {
            dropIfUnwanted(call, out);
        }
        tellWhenQuiet(out);
    }

    void wasWithdrawn(int number, SessionEffects out) {
        Call call = calls.find(number);
        if (call != null && call.withdrawal != null && call.isSent) {
            calls.end(call, Ends.withdrawn(call, Outcome.NOT_RUN), out);
            tellWhenQuiet(out);
        }
    }

    void hadBegun(int number, SessionEffects out) {
        Call call = calls.find(number);
        if (call != null && call.withdrawal != null) {
            withdrawals.tellPending(call, out);
        }
    }

    /** Sends what waited for a place in the window, many at once. */
    private void sendNext(SessionEffects out) {
        boolean isHalfEmpty = calls.sentCount() <= WINDOW / 2 && calls.sentBytes() <= WINDOW_BYTES / 2;
        if (!isWindowFull || !isConnected || !isHalfEmpty) {
            return;
        }
        isWindowFull = false;
        for (Call call : calls.snapshot()) {
            if (!call.isSent && !isWindowFull) {
                sendIfPossible(call, out);
            }
        }
    }

    /** A call that has no effect and that nobody waits for any more ends here. */
    private void dropIfUnwanted(Call call, SessionEffects out) {
        if (call.withdrawal != null) {
            calls.end(call, Ends.withdrawn(call, Outcome.NOT_RUN), out);
        } else if (isClosing) {
            calls.end(call, lastingFailure, out);
        }
    }

    void unserved(Failure failure, boolean isLasting, SessionEffects out) {
        if (isLasting) {
            lastingFailure = failure;
        }
        for (Call call : calls.snapshot()) {
            if (!call.isSent && !call.mayHaveRun()) {
                calls.end(call, failure, out);
            }
        }
    }

    void closed(Failure failure, double nowMs, SessionEffects out) {
        lastingFailure = failure;
        isClosing = true;
        closeUntilMs = nowMs + CLOSING_MS;
        for (Call call : calls.snapshot()) {
            if (!call.mayHaveRun()) {
                calls.end(call, failure, out);
            }
        }
    }

    void tick(double nowMs, SessionEffects out) {
        withdrawals.checkTimes(nowMs, out);
    }

    private void finishClosing(double nowMs, SessionEffects out) {
        if (calls.size() > 0 && nowMs < closeUntilMs) {
            out.wakeAt(closeUntilMs);
            return;
        }
        for (Call call : calls.snapshot()) {
            calls.end(call, Failure.of(lastingFailure.code(), lastingFailure.message(), Outcome.UNKNOWN), out);
        }
        isClosing = false;
        out.closed();
    }

    private void tellWhenQuiet(SessionEffects out) {
        if (isLeaving && isConnected && calls.sentCount() == 0 && !calls.hasTransactionOn(connection)) {
            isConnected = false;
            out.quiet();
        }
    }
}
