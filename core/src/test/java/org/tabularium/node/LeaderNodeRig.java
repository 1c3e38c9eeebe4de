package org.tabularium.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Holder;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** A node that can lead, whose lock, engine and tabs do what the test says. */
abstract class LeaderNodeRig {
    static final int LEADER_TIMEOUT_MS = 10_000;
    /** How old a proof of the lock may be. */
    static final int PROOF_MS = LEADER_TIMEOUT_MS / 2;

    static final Failure DEAD = Failure.of(ErrorCode.ENGINE_DIED, "dead", Outcome.UNKNOWN);

    final LeaderNode node = new LeaderNode(new Holder("me", null, null, Protocol.BUILD), LEADER_TIMEOUT_MS);
    final Recorder out = new Recorder();
    double nowMs;

    final void leading(int term, Entry... journal) {
        given(new LeaderInput.Start());
        given(new LeaderInput.LockGranted(false));
        given(new LeaderInput.LockProven());
        opened(term, journal);
        out.took();
    }

    final void opened(int term, Entry... journal) {
        given(new LeaderInput.EngineOpened(new Opened(term, false, "test", "memory", false, List.of(journal))));
    }

    final void hello(int connection, String session) {
        received(connection, new ToLeader.Hello(session, null, null, Protocol.BUILD, 0, connection));
    }

    final void read(int connection, int number) {
        request(connection, number, true, false);
    }

    final void write(int connection, int number) {
        request(connection, number, false, false);
    }

    final void recall(int connection, int number) {
        request(connection, number, false, true);
    }

    private void request(int connection, int number, boolean isRead, boolean isRecall) {
        received(
                connection,
                new ToLeader.Request(
                        number, 0, Operation.QUERY, isRead, isRecall, 0, Durability.DISK, 0, Commit.NONE, null));
    }

    final void received(int connection, ToLeader message) {
        given(new LeaderInput.Received(connection, message));
    }

    final void executed(boolean hasWritten) {
        given(new LeaderInput.Executed(new Execution(null, null, false, false, hasWritten, Changes.NONE, List.of())));
    }

    final void given(LeaderInput input) {
        node.step(input, nowMs, out);
    }

    final void assertTook(String... expected) {
        assertEquals(List.of(expected), out.took());
    }

    /** Tells what a node wants done, in words. */
    static final class Recorder implements LeaderEffects {
        private List<String> effects = new ArrayList<>();

        List<String> took() {
            List<String> took = effects;
            effects = new ArrayList<>();
            return took;
        }

        @Override
        public void requestLock() {
            effects.add("requestLock");
        }

        @Override
        public void stealLock() {
            effects.add("stealLock");
        }

        @Override
        public void proveLock() {
            effects.add("proveLock");
        }

        @Override
        public void releaseLock() {
            effects.add("releaseLock");
        }

        @Override
        public void openEngine(int termFloor, boolean isStolen) {
            effects.add("openEngine " + termFloor + (isStolen ? " of a stolen store" : ""));
        }

        @Override
        public void closeEngine() {
            effects.add("closeEngine");
        }

        @Override
        public void runs(String session, int number) {
            effects.add("runs " + session + number);
        }

        @Override
        public void execute(EngineCall call) {
            effects.add("execute");
        }

        @Override
        public void flush(Durability level) {
            effects.add("flush " + level);
        }

        @Override
        public void announce(int term) {
            effects.add("announce " + term);
        }

        @Override
        public void unserved(Failure failure) {
            effects.add("unserved " + failure.code());
        }

        @Override
        public void send(int connection, ToClient message) {
            effects.add(name(message) + " to " + connection);
        }

        private static String name(ToClient message) {
            if (message instanceof ToClient.Reply reply) {
                return "Reply " + reply.number();
            } else if (message instanceof ToClient.Moved moved) {
                return "Moved " + moved.number() + (moved.hasBegun() ? " begun" : "");
            } else if (message instanceof ToClient.Doubted doubted) {
                return "Doubted " + doubted.number();
            } else if (message instanceof ToClient.NotKept notKept) {
                return "NotKept " + notKept.number();
            } else if (message instanceof ToClient.Withdrawn withdrawn) {
                return "Withdrawn " + withdrawn.number();
            } else if (message instanceof ToClient.LiveResult result) {
                return "LiveResult " + result.subscription();
            }
            return message instanceof ToClient.Welcome ? "Welcome" : "Leaving";
        }

        @Override
        public void close(int connection) {
            effects.add("close " + connection);
        }

        @Override
        public void watch(String session, int term) {
            effects.add("watch " + session);
        }

        @Override
        public void wakeAt(double atMs) {
            effects.add("wakeAt " + atMs);
        }

        @Override
        public void stopped() {
            effects.add("stopped");
        }

        @Override
        public void fenced() {
            effects.add("fenced");
        }

        @Override
        public void log(String text) {
            effects.add("log");
        }
    }
}
