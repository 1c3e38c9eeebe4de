package org.tabularium.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Holder;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** How a node comes to lead and how it goes; what it does in between, its machines' own tests tell. */
class LeaderNodeTest {
    private static final Failure DEAD = Failure.of(ErrorCode.ENGINE_DIED, "dead", Outcome.UNKNOWN);

    private final LeaderNode node = new LeaderNode(new Holder("me", null, null, Protocol.BUILD));
    private final Recorder out = new Recorder();
    private double nowMs;

    @Test
    void aNodeQueuesOpensAndAnnouncesItself() {
        given(new LeaderNode.Start());
        given(new LeaderNode.TermSeen(6));
        given(new LeaderNode.LockGranted());
        given(new LeaderNode.EngineOpened(new Opened(7, false, "test", "memory")));
        assertTook("requestLock", "openEngine 6", "announce 7");
        assertTrue(node.isLeading());
    }

    @Test
    void aTabIsWelcomedThenServed() {
        leading(1);
        hello(1, "a");
        request(1, 5);
        assertTook("Welcome to 1", "watch a", "execute");
        executed();
        assertTook("Reply 5 to 1");
    }

    @Test
    void whoHasNotSaidHelloIsTurnedAway() {
        leading(1);
        request(9, 5);
        received(9, new ToLeader.Cancel(6));
        received(9, new ToLeader.Refresh(1));
        assertTook("Moved 5 to 9", "Withdrawn 6 to 9");
    }

    @Test
    void aNodeThatDoesNotLeadTurnsEverybodyAway() {
        hello(1, "a");
        request(1, 5);
        received(1, new ToLeader.Yield("a"));
        received(1, new ToLeader.Bye());
        assertTook("Leaving to 1", "Moved 5 to 1", "close 1");
    }

    @Test
    void theLockIsKeptUntilEveryTabHasSaidGoodbye() {
        leading(1);
        hello(1, "a");
        hello(2, "b");
        out.took();
        given(new LeaderNode.Resign(true));
        assertTook("Leaving to 1", "Leaving to 2", "wakeAt 2000.0", "Leaving to 1", "Leaving to 2", "closeEngine");
        received(1, new ToLeader.Bye());
        given(new LeaderNode.EngineClosed());
        assertTook("close 1", "wakeAt 250.0");
        received(2, new ToLeader.Bye());
        assertTook("close 2", "releaseLock", "stopped");
    }

    @Test
    void aTabThatDoesNotSayGoodbyeIsNotWaitedForLong() {
        leading(1);
        hello(1, "a");
        given(new LeaderNode.Resign(false));
        given(new LeaderNode.EngineClosed());
        out.took();
        nowMs = 250;
        given(new LeaderNode.Tick());
        assertTook("releaseLock", "requestLock");
    }

    @Test
    void aDeadTabIsNotWaitedFor() {
        leading(1);
        hello(1, "a");
        given(new LeaderNode.Resign(true));
        given(new LeaderNode.EngineClosed());
        out.took();
        given(new LeaderNode.SessionGone("a"));
        assertTook("close 1", "releaseLock", "stopped");
    }

    @Test
    void aLeaderWhoseEngineDiesAnswersWhatItCan() {
        leading(1);
        hello(1, "a");
        request(1, 5);
        request(1, 6);
        out.took();
        given(new LeaderNode.EngineFailed(DEAD));
        assertTook("log", "Leaving to 1", "Moved 5 to 1", "Moved 6 to 1", "closeEngine");
        assertFalse(node.isLeading());
    }

    @Test
    void aNewerBuildIsMadeRoomFor() {
        leading(1);
        received(1, new ToLeader.Yield("b"));
        assertTook("log", "wakeAt 2000.0", "closeEngine");
    }

    @Test
    void aNodeThatHoldsNothingStopsAtOnce() {
        given(new LeaderNode.Start());
        given(new LeaderNode.Resign(true));
        assertTook("requestLock", "releaseLock", "stopped");
    }

    @Test
    void aNodeThatCouldNotLeadTellsItsTab() {
        given(new LeaderNode.Start());
        given(new LeaderNode.LockGranted());
        out.took();
        given(new LeaderNode.EngineFailed(DEAD));
        given(new LeaderNode.EngineClosed());
        assertTook("log", "unserved ENGINE_DIED", "closeEngine", "releaseLock", "wakeAt 500.0");
    }

    private void leading(int term) {
        given(new LeaderNode.Start());
        given(new LeaderNode.LockGranted());
        given(new LeaderNode.EngineOpened(new Opened(term, false, "test", "memory")));
        out.took();
    }

    private void hello(int connection, String session) {
        received(connection, new ToLeader.Hello(session, null, null, Protocol.BUILD, 0, connection));
    }

    private void request(int connection, int number) {
        received(connection, new ToLeader.Request(number, Operation.QUERY, true, 0, Durability.DISK, 0, null));
    }

    private void received(int connection, ToLeader message) {
        given(new LeaderNode.Received(connection, message));
    }

    private void executed() {
        given(new LeaderNode.Executed(new Execution(null, null, false, Changes.NONE, List.of())));
    }

    private void given(LeaderNode.Input input) {
        node.step(input, nowMs, out);
    }

    private void assertTook(String... expected) {
        assertEquals(List.of(expected), out.took());
    }

    private static final class Recorder implements LeaderEffects {
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
        public void releaseLock() {
            effects.add("releaseLock");
        }

        @Override
        public void openEngine(int termFloor) {
            effects.add("openEngine " + termFloor);
        }

        @Override
        public void closeEngine() {
            effects.add("closeEngine");
        }

        @Override
        public void execute(EngineCall call) {
            effects.add("execute");
        }

        @Override
        public void flush() {
            effects.add("flush");
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
                return "Moved " + moved.number();
            } else if (message instanceof ToClient.Withdrawn withdrawn) {
                return "Withdrawn " + withdrawn.number();
            }
            return message instanceof ToClient.Welcome ? "Welcome" : "Leaving";
        }

        @Override
        public void close(int connection) {
            effects.add("close " + connection);
        }

        @Override
        public void watch(String session) {
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
        public void log(String text) {
            effects.add("log");
        }
    }
}
