package org.tabularium.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** The client half of a session: every call of the application, from its number to its one end. */
public final class ClientSession {
    /** How long the leader has to say whether a withdrawn request had begun, in milliseconds. */
    static final int WITHDRAWAL_MS = 250;

    /** What the node does for the session. */
    public interface Effects {
        /** Send this to the leader now connected. */
        void send(ToLeader message);

        /** End the call, or, with {@code isLate}, tell the outcome of a call that was ended as {@code PENDING}. */
        void settle(int number, Failure failure, Payload result, Commit commit, boolean isLate);

        /** A transaction was opened after the application had stopped waiting for it: roll it back. */
        void abandoned(int transaction);

        /** Nothing is in flight any more on the connection of a leader that leaves. */
        void quiet();

        /** Step with {@link Tick} at this time. */
        void wakeAt(double atMs);
    }

    /** What can happen to a session. */
    public sealed interface Input {
        /** Applies this input. */
        void applyTo(ClientSession session, double nowMs, Effects out);
    }

    /** The application calls. */
    public record Called(ToLeader.Request request, int deadlineMs) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            session.called(new Call(request, nowMs + deadlineMs), out);
        }
    }

    /** The application no longer wants to wait. */
    public record Aborted(int number) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            Call call = session.calls.get(number);
            if (call != null) {
                session.withdraw(call, ErrorCode.ABORTED, nowMs, out);
            }
        }
    }

    /** A leader has welcomed this tab on a new connection. */
    public record Connected() implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            session.connected(out);
        }
    }

    /** The leader leaves: it begins nothing more but ends what it has begun. */
    public record LeaderLeaving() implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            session.isLeaving = true;
            session.tellWhenQuiet(out);
        }
    }

    /** The connection is gone without a leader to take its place yet. */
    public record Disconnected() implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            session.disconnected(out);
        }
    }

    /** The leader ended a request. */
    public record Replied(ToClient.Reply reply) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            session.replied(reply, out);
        }
    }

    /** The leader did not begin a request and will not. */
    public record WasMoved(int number) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            Call call = session.calls.get(number);
            if (call == null) {
                return;
            }
            call.isSent = false;
            if (call.withdrawal != null) {
                session.end(call, session.withdrawn(call, Outcome.NOT_RUN), out);
            }
            session.tellWhenQuiet(out);
        }
    }

    /** A withdrawn request had not begun. */
    public record WasWithdrawn(int number) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            Call call = session.calls.get(number);
            if (call != null && call.withdrawal != null) {
                session.end(call, session.withdrawn(call, Outcome.NOT_RUN), out);
            }
        }
    }

    /** A withdrawn request had begun. */
    public record HadBegun(int number) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            Call call = session.calls.get(number);
            if (call != null && call.withdrawal != null) {
                session.tellPending(call, out);
            }
        }
    }

    /**
     * Nobody can lead now: calls that wait for a leader end with this; with {@code isLasting}, those to come as well.
     */
    public record Unserved(Failure failure, boolean isLasting) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            if (isLasting) {
                session.lastingFailure = failure;
            }
            for (Call call : session.snapshot()) {
                if (!call.isSent) {
                    session.end(call, failure, out);
                }
            }
        }
    }

    /** The application closed the database. */
    public record Closed(Failure failure) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            session.lastingFailure = failure;
            for (Call call : session.snapshot()) {
                boolean isUnknown = call.isSent && !call.request.isRead();
                Outcome outcome = isUnknown ? Outcome.UNKNOWN : Outcome.NOT_RUN;
                session.end(call, Failure.of(failure.code(), failure.message(), outcome), out);
            }
        }
    }

    /** Time passed. */
    public record Tick() implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            session.wakeMs = Double.POSITIVE_INFINITY;
            for (Call call : session.snapshot()) {
                session.checkTime(call, nowMs, out);
            }
        }
    }

    private static final class Call {
        final ToLeader.Request request;
        double actAtMs;
        boolean isSent;
        ErrorCode withdrawal;
        boolean isToldPending;

        Call(ToLeader.Request request, double deadlineAtMs) {
            this.request = request;
            this.actAtMs = deadlineAtMs;
        }

        boolean is(Operation operation) {
            return request.operation() == operation;
        }
    }

    private final Map<Integer, Call> calls = new LinkedHashMap<>();
    /** Open transactions; the value is the connection each began on. */
    private final Map<Integer, Integer> transactions = new LinkedHashMap<>();

    private int connection;
    private boolean isConnected;
    private boolean isLeaving;
    private Failure lastingFailure;
    private double wakeMs = Double.POSITIVE_INFINITY;

    /** A session that has not met a leader. */
    public ClientSession() {}

    /** Applies one input; what the node must do follows, in order, in {@code out}. */
    public void step(Input input, double nowMs, Effects out) {
        input.applyTo(this, nowMs, out);
    }

    /** How many calls have not ended. */
    public int openCalls() {
        return calls.size();
    }

    private void called(Call call, Effects out) {
        if (lastingFailure != null) {
            out.settle(call.request.number(), lastingFailure, null, Commit.NONE, false);
            return;
        }
        calls.put(call.request.number(), call);
        wakeFor(call, out);
        sendIfPossible(call, out);
    }

    private void sendIfPossible(Call call, Effects out) {
        int transaction = call.request.transaction();
        if (transaction != 0 && !call.is(Operation.BEGIN)) {
            Integer home = transactions.get(transaction);
            if (home != null && (home != connection || !isConnected)) {
                end(call, transactionLost(), out);
                return;
            }
        } else if (isLeaving) {
            return;
        }
        if (isConnected) {
            call.isSent = true;
            out.send(call.request);
        }
    }

    private void connected(Effects out) {
        disconnected(out);
        connection++;
        isConnected = true;
        isLeaving = false;
        lastingFailure = null;
        for (Call call : snapshot()) {
            sendIfPossible(call, out);
        }
    }

    /** Ends or takes back everything in flight: the leader it was sent to will not answer any more. */
    private void disconnected(Effects out) {
        isConnected = false;
        for (Call call : snapshot()) {
            if (!call.isSent) {
                continue;
            }
            call.isSent = false;
            if (call.is(Operation.ROLLBACK)) {
                end(call, null, out);
            } else if (call.request.transaction() != 0 && !call.is(Operation.BEGIN) && !call.is(Operation.COMMIT)) {
                end(call, transactionLost(), out);
            } else if (!call.is(Operation.BEGIN) && !call.request.isRead()) {
                end(call, leaderLost(), out);
            } else if (call.withdrawal != null) {
                end(call, withdrawn(call, Outcome.NOT_RUN), out);
            }
        }
    }

    private void replied(ToClient.Reply reply, Effects out) {
        Call call = calls.remove(reply.number());
        if (call == null) {
            return;
        }
        int transaction = call.request.transaction();
        if (call.is(Operation.BEGIN) && reply.failure() == null) {
            transactions.put(transaction, connection);
            if (call.isToldPending) {
                out.abandoned(transaction);
            }
        } else if (call.is(Operation.COMMIT) || call.is(Operation.ROLLBACK)) {
            transactions.remove(transaction);
        }
        out.settle(reply.number(), reply.failure(), reply.result(), reply.commit(), call.isToldPending);
        tellWhenQuiet(out);
    }

    private void withdraw(Call call, ErrorCode why, double nowMs, Effects out) {
        if (call.withdrawal != null) {
            return;
        }
        call.withdrawal = why;
        if (!call.isSent) {
            end(call, withdrawn(call, Outcome.NOT_RUN), out);
            return;
        }
        call.actAtMs = nowMs + WITHDRAWAL_MS;
        wakeFor(call, out);
        out.send(new ToLeader.Cancel(call.request.number()));
    }

    private void checkTime(Call call, double nowMs, Effects out) {
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

    private void tellPending(Call call, Effects out) {
        if (!call.isToldPending) {
            call.isToldPending = true;
            int number = call.request.number();
            out.settle(number, withdrawn(call, Outcome.PENDING), null, Commit.NONE, false);
        }
    }

    private void end(Call call, Failure failure, Effects out) {
        calls.remove(call.request.number());
        if (call.is(Operation.COMMIT) || call.is(Operation.ROLLBACK)) {
            transactions.remove(call.request.transaction());
        }
        out.settle(call.request.number(), failure, null, Commit.NONE, call.isToldPending);
    }

    private void tellWhenQuiet(Effects out) {
        if (!isLeaving || !isConnected || transactions.containsValue(connection)) {
            return;
        }
        for (Call call : calls.values()) {
            if (call.isSent) {
                return;
            }
        }
        isConnected = false;
        out.quiet();
    }

    private void wakeFor(Call call, Effects out) {
        if (call.actAtMs < wakeMs) {
            wakeMs = call.actAtMs;
            out.wakeAt(wakeMs);
        }
    }

    private List<Call> snapshot() {
        return new ArrayList<>(calls.values());
    }

    private Failure withdrawn(Call call, Outcome outcome) {
        String what = call.withdrawal == ErrorCode.ABORTED ? "The call was aborted" : "The call's deadline passed";
        String then = outcome == Outcome.PENDING
                ? " after it had begun; it may still take effect, which `settled` tells."
                : " before it had begun; it has no effect.";
        return Failure.of(call.withdrawal, what + then, outcome);
    }

    private static Failure leaderLost() {
        return Failure.of(
                ErrorCode.LEADER_LOST,
                "The leading tab died while this write was in flight; it may or may not have taken effect.",
                Outcome.UNKNOWN);
    }

    private static Failure transactionLost() {
        return Failure.of(
                ErrorCode.TX_ABORTED_FAILOVER,
                "The leading tab is gone and took the open transaction with it; nothing of it took effect."
                        + " Run it again.",
                Outcome.ROLLED_BACK);
    }
}
