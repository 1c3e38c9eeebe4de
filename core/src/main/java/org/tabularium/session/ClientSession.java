package org.tabularium.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** The client half of a session: every call of the application, from its number to its one end. */
public final class ClientSession {
    /** How long the leader has to say whether a withdrawn request had begun, in milliseconds. */
    static final int WITHDRAWAL_MS = 250;

    /** How long a tab that closes waits for what the leader has begun, in milliseconds. */
    static final int CLOSING_MS = 2_000;

    /** How many requests may be at the leader at once; the rest waits in the tab. It bounds the leader's journal. */
    static final int WINDOW = 4_096;

    /** What the node does for the session. */
    public interface Effects {
        /** Send this to the leader now connected. */
        void send(ToLeader message);

        /** End the call, or, with {@code isLate}, tell the outcome of a call that was ended as {@code PENDING}. */
        void settle(ToClient.Reply end, boolean isLate);

        /** A transaction was opened after the application had stopped waiting for it: roll it back. */
        void abandoned(int transaction);

        /** Nothing is in flight any more on the connection of a leader that leaves. */
        void quiet();

        /** Every call of the closed database has ended. */
        void closed();

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

    /** The leader did not begin a request and will not, or leaves its answer to the next leader. */
    public record WasMoved(int number, boolean hasBegun) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            Call call = session.calls.get(number);
            if (call == null) {
                return;
            }
            session.takeBack(call);
            boolean isSurelyNotRun = call.isRepeatable() || (!hasBegun && call.sends == 1);
            if (isSurelyNotRun) {
                call.sends = 0;
                session.dropIfUnwanted(call, out);
            }
            session.tellWhenQuiet(out);
        }
    }

    /** The leader's journal knows nothing of a recalled request: it had no effect and will have none. */
    public record WasNotKept(int number) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            Call call = session.calls.get(number);
            if (call != null) {
                session.end(call, Ends.withoutEffect(call), out);
                session.tellWhenQuiet(out);
            }
        }
    }

    /** The engine died, or had to be stopped, while it ran a request; it must not be run again. */
    public record WasDoubted(int number, Failure failure) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            Call call = session.calls.get(number);
            if (call == null) {
                return;
            }
            session.takeBack(call);
            call.doubted(failure);
            boolean isOfTransaction = call.isOfOpenTransaction() && !call.is(Operation.COMMIT);
            if (call.is(Operation.ROLLBACK)) {
                session.end(call, null, out);
            } else if (isOfTransaction || (call.isRepeatable() && call.isDangerous())) {
                call.doubt = failure;
                session.end(call, Ends.withoutEffect(call), out);
            } else if (call.isRepeatable()) {
                session.dropIfUnwanted(call, out);
            }
            session.tellWhenQuiet(out);
        }
    }

    /** The tab was away for so long that leaders may have forgotten what it had in flight. */
    public record Expired() implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            for (Call call : session.snapshot()) {
                if (call.mayHaveRun()) {
                    session.end(call, Ends.expired(), out);
                }
            }
        }
    }

    /** A withdrawn request had not begun; says nothing of one that the leader has given back, begun, before. */
    public record WasWithdrawn(int number) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            Call call = session.calls.get(number);
            if (call != null && call.withdrawal != null && call.isSent) {
                session.end(call, Ends.withdrawn(call, Outcome.NOT_RUN), out);
                session.tellWhenQuiet(out);
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
                if (!call.isSent && !call.mayHaveRun()) {
                    session.end(call, failure, out);
                }
            }
        }
    }

    /** The application closes the database: what has not begun ends now, the rest as the leader says. */
    public record Closed(Failure failure) implements Input {
        @Override
        public void applyTo(ClientSession session, double nowMs, Effects out) {
            session.lastingFailure = failure;
            session.isClosing = true;
            session.closeUntilMs = nowMs + CLOSING_MS;
            for (Call call : session.snapshot()) {
                if (!call.mayHaveRun()) {
                    session.end(call, failure, out);
                }
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

    private final Map<Integer, Call> calls = new LinkedHashMap<>();
    /** Open transactions; the value is the connection each began on. */
    private final Map<Integer, Integer> transactions = new LinkedHashMap<>();

    private int connection;
    private boolean isConnected;
    private boolean isLeaving;
    /** Whether calls wait in the tab for others to end, in their order. */
    private boolean isWindowFull;

    private boolean isClosing;
    private double closeUntilMs;
    private int sentCount;
    private int lastNumber;
    private Failure lastingFailure;
    private double wakeMs = Double.POSITIVE_INFINITY;

    /** A session that has not met a leader. */
    public ClientSession() {}

    /** Applies one input; what the node must do follows, in order, in {@code out}. */
    public void step(Input input, double nowMs, Effects out) {
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

    private void called(Call call, Effects out) {
        int number = call.request.number();
        lastNumber = Math.max(lastNumber, number);
        if (lastingFailure != null) {
            settle(call, lastingFailure, false, out);
            return;
        }
        calls.put(number, call);
        wakeFor(call, out);
        if (call.isOfOpenTransaction() || !isWindowFull) {
            sendIfPossible(call, out);
        }
    }

    private void sendIfPossible(Call call, Effects out) {
        boolean mustBeRecalled = call.mustBeRecalled();
        if (call.isOfOpenTransaction() && !mustBeRecalled) {
            Integer home = transactions.get(call.request.transaction());
            if (home != null && (home != connection || !isConnected)) {
                boolean isDone = call.is(Operation.ROLLBACK);
                end(call, isDone ? null : call.doubt == null ? Ends.transactionLost() : Ends.withoutEffect(call), out);
                return;
            }
        } else if (isLeaving) {
            return;
        }
        if (!isConnected) {
            return;
        }
        // What an open transaction waits for must not wait for what the transaction holds up.
        if (sentCount >= WINDOW && !call.isOfOpenTransaction()) {
            isWindowFull = true;
            return;
        }
        sentCount++;
        call.isSent = true;
        call.sends++;
        call.request = call.request.again(settledBelow(), mustBeRecalled);
        out.send(call.request);
    }

    /** Every request with a smaller number has ended. Numbers below zero are the node's own and are never kept. */
    private int settledBelow() {
        for (int number : calls.keySet()) {
            if (number > 0) {
                return number;
            }
        }
        return lastNumber + 1;
    }

    private void connected(Effects out) {
        disconnected(out);
        connection++;
        isConnected = true;
        isLeaving = false;
        if (!isClosing) {
            lastingFailure = null;
        }
        for (Call call : snapshot()) {
            sendIfPossible(call, out);
        }
    }

    /** Ends or takes back everything in flight: the leader it was sent to will not answer any more. */
    private void disconnected(Effects out) {
        isConnected = false;
        isWindowFull = false;
        for (Call call : snapshot()) {
            if (!call.isSent) {
                continue;
            }
            takeBack(call);
            call.deaths++;
            if (call.is(Operation.ROLLBACK)) {
                end(call, null, out);
            } else if (call.isOfOpenTransaction() && !call.is(Operation.COMMIT)) {
                end(call, Ends.transactionLost(), out);
            } else if (call.isRepeatable() && call.isDangerous()) {
                end(call, Ends.withoutEffect(call), out);
            } else if (call.isRepeatable()) {
                dropIfUnwanted(call, out);
            }
        }
    }

    private void takeBack(Call call) {
        if (call.isSent) {
            call.isSent = false;
            sentCount--;
        }
    }

    private void replied(ToClient.Reply reply, Effects out) {
        Call call = calls.get(reply.number());
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
        calls.remove(reply.number());
        takeBack(call);
        int transaction = call.request.transaction();
        if (call.is(Operation.BEGIN) && reply.failure() == null) {
            transactions.put(transaction, connection);
            if (call.isToldPending) {
                out.abandoned(transaction);
            }
        } else if (call.is(Operation.COMMIT) || call.is(Operation.ROLLBACK)) {
            transactions.remove(transaction);
        }
        out.settle(reply, call.isToldPending);
        tellWhenQuiet(out);
    }

    /** Sends what waited for a place in the window, many at once. */
    private void sendNext(Effects out) {
        if (!isWindowFull || !isConnected || sentCount > WINDOW / 2) {
            return;
        }
        isWindowFull = false;
        for (Call call : snapshot()) {
            if (!call.isSent && !isWindowFull) {
                sendIfPossible(call, out);
            }
        }
    }

    /** A call that has no effect and that nobody waits for any more ends here. */
    private void dropIfUnwanted(Call call, Effects out) {
        if (call.withdrawal != null) {
            end(call, Ends.withdrawn(call, Outcome.NOT_RUN), out);
        } else if (isClosing) {
            end(call, lastingFailure, out);
        }
    }

    private void withdraw(Call call, ErrorCode why, double nowMs, Effects out) {
        if (call.withdrawal != null) {
            return;
        }
        call.withdrawal = why;
        if (!call.isSent) {
            if (call.mayHaveRun()) {
                tellPending(call, out);
            } else {
                end(call, Ends.withdrawn(call, Outcome.NOT_RUN), out);
            }
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
            settle(call, Ends.withdrawn(call, Outcome.PENDING), false, out);
        }
    }

    private void end(Call call, Failure failure, Effects out) {
        calls.remove(call.request.number());
        takeBack(call);
        if (call.is(Operation.COMMIT) || call.is(Operation.ROLLBACK)) {
            transactions.remove(call.request.transaction());
        }
        settle(call, failure, call.isToldPending, out);
    }

    private static void settle(Call call, Failure failure, boolean isLate, Effects out) {
        int number = call.request.number();
        out.settle(new ToClient.Reply(number, failure, null, false, Commit.NONE, Durability.MEMORY), isLate);
    }

    private void finishClosing(double nowMs, Effects out) {
        if (!calls.isEmpty() && nowMs < closeUntilMs) {
            out.wakeAt(closeUntilMs);
            return;
        }
        for (Call call : snapshot()) {
            end(call, Failure.of(lastingFailure.code(), lastingFailure.message(), Outcome.UNKNOWN), out);
        }
        isClosing = false;
        out.closed();
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
}
