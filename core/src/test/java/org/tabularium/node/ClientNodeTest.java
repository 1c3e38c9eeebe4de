package org.tabularium.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Holder;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** How a tab finds its leader, leaves it and finds the next; what it does with calls, its machines' own tests tell. */
class ClientNodeTest {
    private static final Failure BLOCKED = Failure.of(ErrorCode.VERSION_BLOCKED, "other version", Outcome.NOT_RUN);

    private final ClientNode node = new ClientNode(new ClientNode.Self("me", null, null, new Protocol(2, 2)));
    private final Recorder out = new Recorder();
    private double nowMs;

    @Test
    void whoIsIntroducedIsGreetedAndFollowed() {
        introduced(1, 4);
        assertTook("hello 1 on 1");
        welcome(1, 4, "other");
        assertTook("seek 4", "follows other in 4");
        assertEquals(4, node.term());
        assertFalse(node.isLeader());
    }

    @Test
    void aTabKnowsItselfAsTheLeader() {
        following(1, 4, "me");
        assertTrue(node.isLeader());
        given(new ClientNode.Received(1, new ToClient.Leaving()));
        assertTook("leads no more", "bye on 1", "close 1");
        assertFalse(node.isLeader());
    }

    @Test
    void theNewestIntroductionIsTheOneThatCounts() {
        introduced(1, 4);
        out.took();
        introduced(2, 4);
        assertTook("bye on 1", "close 1", "hello 2 on 2");
        introduced(3, 3);
        assertTook("close 3");
        welcome(1, 4, "other");
        assertTook();
        welcome(2, 4, "other");
        assertTook("seek 4", "follows other in 4");
    }

    @Test
    void aLeaderThatIsFollowedIsNotGreetedAgain() {
        following(1, 4, "other");
        introduced(2, 4);
        assertTook("close 2");
    }

    @Test
    void theNextLeaderTakesThePlaceOfTheLast() {
        following(1, 4, "other");
        introduced(2, 5);
        assertTook("hello 2 on 2");
        welcome(2, 5, "third");
        assertTook("close 1", "seek 5", "follows third in 5");
        welcome(1, 4, "other");
        assertTook();
    }

    @Test
    void aWelcomeOfThePastIsDeclined() {
        following(1, 4, "other");
        introduced(2, 5);
        out.took();
        welcome(2, 3, "stale");
        assertTook("bye on 2", "close 2");
    }

    @Test
    void whoDoesNotLeadAnyMoreIsLeft() {
        introduced(1, 4);
        out.took();
        given(new ClientNode.Received(1, new ToClient.Leaving()));
        assertTook("bye on 1", "close 1");
    }

    @Test
    void callsMadeAfterTheLeadersDeathWaitForTheNext() {
        following(1, 4, "other");
        write(1);
        given(new ClientNode.LeaderDied(3));
        assertTook("wakeAt 1000.0", "request 1 on 1");
        given(new ClientNode.LeaderDied(4));
        write(2);
        assertTook("close 1", "1 LEADER_LOST");
        introduced(2, 5);
        welcome(2, 5, "third");
        assertTook("hello 2 on 2", "seek 5", "follows third in 5", "request 2 on 2");
    }

    @Test
    void aPageThatWasAwayFollowsTheSameLeaderAgain() {
        following(1, 4, "other");
        given(new ClientNode.Detached());
        assertTook("close 1");
        introduced(2, 4);
        welcome(2, 4, "other");
        assertTook("hello 2 on 2", "seek 4", "follows other in 4");
    }

    @Test
    void aNewerBuildAsksAnOlderLeaderToYieldAndWaits() {
        introduced(1, 4);
        out.took();
        refused(1, new Protocol(1, 1));
        assertTook("yield on 1", "bye on 1", "close 1", "wakeAt 15000.0");
        introduced(2, 5);
        welcome(2, 5, "me");
        out.took();
        tickAt(20_000);
        assertTook();
    }

    @Test
    void anOlderLeaderThatDoesNotYieldBlocks() {
        introduced(1, 4);
        refused(1, new Protocol(1, 1));
        out.took();
        tickAt(14_999);
        assertTook("wakeAt 15000.0");
        tickAt(15_000);
        assertTook("blocked VERSION_BLOCKED");
        write(1);
        assertTook("1 VERSION_BLOCKED");
    }

    @Test
    void anOlderBuildIsBlockedAtOnce() {
        introduced(1, 4);
        out.took();
        refused(1, new Protocol(3, 3));
        assertTook("bye on 1", "close 1", "blocked VERSION_BLOCKED");
    }

    @Test
    void onlyATabThatNeverFollowedIsBlockedByItsOwnWorkersFailure() {
        given(new ClientNode.Unserved(BLOCKED));
        assertTook("blocked VERSION_BLOCKED");
        following(1, 4, "other");
        given(new ClientNode.Unserved(BLOCKED));
        assertTook("log");
    }

    @Test
    void closingEndsCallsThenSaysGoodbye() {
        following(1, 4, "me");
        write(1);
        out.took();
        given(new ClientNode.Close());
        assertTook("1 CLOSED", "leads no more", "bye on 1", "close 1");
        introduced(2, 5);
        write(2);
        assertTook("close 2", "2 CLOSED");
    }

    private void following(int connection, int term, String leader) {
        introduced(connection, term);
        welcome(connection, term, leader);
        out.took();
    }

    private void introduced(int connection, int term) {
        given(new ClientNode.Introduced(connection, term));
    }

    private void welcome(int connection, int term, String leader) {
        given(new ClientNode.Received(
                connection, new ToClient.Welcome(term, leader, 2, new Commit(term, 0), false, "test", "memory")));
    }

    private void refused(int connection, Protocol theirs) {
        Holder holder = new Holder("other", null, null, theirs);
        given(new ClientNode.Received(connection, new ToClient.Refused(BLOCKED, holder)));
    }

    private void write(int number) {
        given(new ClientNode.Call(number, Operation.QUERY, false, 0, Durability.DISK, 0, 1_000, null));
    }

    private void tickAt(double atMs) {
        nowMs = atMs;
        given(new ClientNode.Tick());
    }

    private void given(ClientNode.Input input) {
        node.step(input, nowMs, out);
    }

    private void assertTook(String... expected) {
        assertEquals(List.of(expected), out.took());
    }

    private static final class Recorder implements ClientEffects {
        private List<String> effects = new ArrayList<>();

        List<String> took() {
            List<String> took = effects;
            effects = new ArrayList<>();
            return took;
        }

        @Override
        public void send(int connection, ToLeader message) {
            effects.add(name(message) + " on " + connection);
        }

        private static String name(ToLeader message) {
            if (message instanceof ToLeader.Hello hello) {
                return "hello " + hello.greeting();
            } else if (message instanceof ToLeader.Request request) {
                return "request " + request.number();
            }
            return message instanceof ToLeader.Yield ? "yield" : "bye";
        }

        @Override
        public void close(int connection) {
            effects.add("close " + connection);
        }

        @Override
        public void seek(int knownTerm) {
            effects.add("seek " + knownTerm);
        }

        @Override
        public void welcomed(ToClient.Welcome welcome, boolean isLeader) {
            effects.add("follows " + welcome.leaderId() + " in " + welcome.term());
        }

        @Override
        public void demoted() {
            effects.add("leads no more");
        }

        @Override
        public void blocked(Failure failure) {
            effects.add("blocked " + failure.code());
        }

        @Override
        public void settle(int number, Failure failure, Payload result, Commit commit, boolean isLate) {
            effects.add(number + " " + failure.code());
        }

        @Override
        public void liveResult(int subscription, Payload result, Commit commit) {
            effects.add("live " + subscription);
        }

        @Override
        public void liveFailure(int subscription, Failure failure) {
            effects.add("live " + subscription + " fails");
        }

        @Override
        public void wakeAt(double atMs) {
            effects.add("wakeAt " + atMs);
        }

        @Override
        public void log(String text) {
            effects.add("log");
        }
    }
}
