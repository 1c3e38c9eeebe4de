package org.tabularium.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** A session whose leaders do what the test says; every call has a second. */
abstract class ClientSessionRig {
    static final Failure CLOSED = Failure.of(ErrorCode.CLOSED, "closed", Outcome.NOT_RUN);
    static final Failure BLOCKED = Failure.of(ErrorCode.VERSION_BLOCKED, "blocked", Outcome.NOT_RUN);
    static final Failure FULL = Failure.of(ErrorCode.FLUSH_FAILED, "full", Outcome.PENDING);
    static final Failure DEAD = Failure.of(ErrorCode.ENGINE_DIED, "dead", Outcome.UNKNOWN);
    static final Failure TOO_LONG = Failure.of(ErrorCode.STATEMENT_TIMEOUT, "too long", Outcome.UNKNOWN);

    final ClientSession session = new ClientSession();
    final Recorder out = new Recorder();
    double nowMs;

    final void given(SessionInput input) {
        session.step(input, nowMs, out);
    }

    final void connected() {
        given(new SessionInput.Connected());
    }

    final void disconnected() {
        given(new SessionInput.Disconnected());
    }

    final void aborted(int number) {
        given(new SessionInput.Aborted(number));
    }

    final void moved(int number) {
        given(new SessionInput.WasMoved(number, false));
    }

    final void movedAfterItBegan(int number) {
        given(new SessionInput.WasMoved(number, true));
    }

    final void tickAt(double atMs) {
        nowMs = atMs;
        given(new SessionInput.Tick());
    }

    final void read(int number) {
        call(number, Operation.QUERY, true, 0);
    }

    final void write(int number) {
        call(number, Operation.QUERY, false, 0);
    }

    final void begin(int number) {
        call(number, Operation.BEGIN, false, number);
    }

    final void inTransaction(int number, Operation operation, int transaction) {
        call(number, operation, false, transaction);
    }

    /** Opens a transaction. */
    final void opened(int number) {
        begin(number);
        reply(number);
        out.took();
    }

    final void call(int number, Operation operation, boolean isRead, int transaction) {
        call(number, operation, isRead, transaction, null);
    }

    /** Writes something that takes so many bytes. */
    final void writeLarge(int number, int sizeBytes) {
        call(number, Operation.QUERY, false, 0, new Payload() {
            @Override
            public int sizeBytes() {
                return sizeBytes;
            }
        });
    }

    private void call(int number, Operation operation, boolean isRead, int transaction, Payload statement) {
        ToLeader.Request request = new ToLeader.Request(
                number, 0, operation, isRead, false, transaction, Durability.DISK, 1_000, Commit.NONE, statement);
        given(new SessionInput.Called(request, 1_000));
    }

    final void reply(int number) {
        replied(number, null);
    }

    final void replied(int number, Failure failure) {
        given(new SessionInput.Replied(
                new ToClient.Reply(number, failure, null, false, new Commit(1, 1), Durability.DISK)));
    }

    final void assertTook(String... expected) {
        assertEquals(List.of(expected), out.took());
    }

    /** Tells what a session wants done, in words. */
    static final class Recorder implements SessionEffects {
        /** Whether the words of a request name the number below which all have ended. */
        boolean tellsSettled;

        private List<String> effects = new ArrayList<>();

        List<String> took() {
            List<String> took = effects;
            effects = new ArrayList<>();
            return took;
        }

        @Override
        public void send(ToLeader message) {
            if (message instanceof ToLeader.Request request) {
                String settled = tellsSettled ? " settled below " + request.settledBelow() : "";
                effects.add((request.isRecall() ? "recall " : "request ") + request.number() + settled);
            } else {
                effects.add("cancel " + ((ToLeader.Cancel) message).number());
            }
        }

        @Override
        public void settle(ToClient.Reply end, boolean isLate) {
            Failure failure = end.failure();
            String how = failure == null ? "ok" : failure.code() + " " + failure.outcome();
            effects.add(end.number() + (isLate ? " late " : " ") + how);
        }

        @Override
        public void abandoned(int transaction) {
            effects.add("abandoned " + transaction);
        }

        @Override
        public void quiet() {
            effects.add("quiet");
        }

        @Override
        public void closed() {
            effects.add("closed");
        }

        @Override
        public void wakeAt(double atMs) {
            effects.add("wakeAt " + atMs);
        }
    }
}
