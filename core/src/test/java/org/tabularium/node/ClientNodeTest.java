package org.tabularium.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;

/** How a tab finds its leader, leaves it and finds the next; what it does with calls, its machines' own tests tell. */
class ClientNodeTest extends ClientNodeRig {
    @BeforeEach
    void tellNoWakes() {
        out.tellsWakes = false;
    }

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
        received(1, new ToClient.Leaving());
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
    void aDeposedLeaderIsNotHeardAnyMore() {
        following(1, 4, "other");
        write(1);
        following(2, 5, "third");
        reply(1, 1);
        assertTook();
        reply(2, 1);
        assertTook("1 ok");
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
        received(1, new ToClient.Leaving());
        assertTook("bye on 1", "close 1");
    }

    @Test
    void whatADeadLeaderHadAndWhatComesAfterwardsGoesToTheNext() {
        following(1, 4, "other");
        write(1);
        given(new ClientInput.LeaderDied(3));
        assertTook("request 1 on 1");
        given(new ClientInput.LeaderDied(4));
        write(2);
        assertTook("close 1");
        introduced(2, 5);
        welcome(2, 5, "third");
        assertTook("hello 2 on 2", "seek 5", "follows third in 5", "request 1 on 2", "request 2 on 2");
    }

    @Test
    void aStatementThatHadToBeStoppedIsNotRunAgain() {
        following(1, 4, "other");
        write(1);
        given(new ClientInput.Stopped(1, Failure.of(ErrorCode.STATEMENT_TIMEOUT, "too long", Outcome.UNKNOWN)));
        given(new ClientInput.LeaderDied(4));
        out.took();
        introduced(2, 5);
        welcome(2, 5, "third");
        received(2, new ToClient.NotKept(1));
        assertTook("hello 2 on 2", "seek 5", "follows third in 5", "recall 1 on 2", "1 STATEMENT_TIMEOUT");
    }

    @Test
    void aTransactionThatOpensAfterItsCallWasGivenUpIsRolledBack() {
        following(1, 4, "other");
        given(new ClientInput.Call(1, Operation.BEGIN, false, 1, Durability.DISK, 5_000, Commit.NONE, 1_000_000, null));
        given(new ClientInput.Abort(1));
        received(1, new ToClient.Begun(1));
        out.took();
        reply(1, 1);
        assertTook("1 late ok", "request -1 on 1");
        reply(1, -1);
        assertTook();
        assertEquals(0, node.openCalls());
    }

    @Test
    void aPageThatWasAwayFollowsTheSameLeaderAgain() {
        following(1, 4, "other");
        given(new ClientInput.Detached());
        assertTook("close 1");
        introduced(2, 4);
        welcome(2, 4, "other");
        assertTook("hello 2 on 2", "seek 4", "follows other in 4");
    }

    @Test
    void aPageThatWasAwayAsksForWhatWasInFlight() {
        following(1, 4, "other");
        write(1);
        nowMs = 1_000;
        given(new ClientInput.Detached());
        out.took();
        nowMs = 1_000 + ClientNode.AWAY_MS;
        introduced(2, 4);
        welcome(2, 4, "other");
        assertTook("hello 2 on 2", "seek 4", "follows other in 4", "request 1 on 2");
    }

    @Test
    void aPageThatWasAwayForTooLongDoesNot() {
        following(1, 4, "other");
        write(1);
        nowMs = 1_000;
        given(new ClientInput.Detached());
        given(new ClientInput.Detached());
        write(2);
        out.took();
        nowMs = 1_001 + ClientNode.AWAY_MS;
        introduced(2, 4);
        welcome(2, 4, "other");
        assertTook("hello 2 on 2", "seek 4", "follows other in 4", "1 SESSION_EXPIRED", "request 2 on 2");
    }

    @Test
    void absencesDoNotAddUp() {
        following(1, 4, "other");
        write(1);
        for (int connection = 2; connection < 4; connection++) {
            nowMs += 1_000;
            given(new ClientInput.Detached());
            nowMs += ClientNode.AWAY_MS;
            introduced(connection, 4);
            out.took();
            welcome(connection, 4, "other");
            assertTook("seek 4", "follows other in 4", "request 1 on " + connection);
        }
    }

    @Test
    void aNewerBuildAsksAnOlderLeaderToYieldAndWaits() {
        out.tellsWakes = true;
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
        given(new ClientInput.LeaderAnswered());
        out.took();
        tickAt(14_999);
        assertTook();
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
        given(new ClientInput.Unserved(BLOCKED));
        assertTook("blocked VERSION_BLOCKED");
        following(1, 4, "other");
        given(new ClientInput.Unserved(BLOCKED));
        assertTook("log");
    }

    @Test
    void closingWaitsForWhatHasBegunThenSaysGoodbye() {
        following(1, 4, "me");
        write(1);
        out.took();
        given(new ClientInput.Close());
        given(new ClientInput.Close());
        assertTook();
        reply(1, 1);
        assertTook("1 ok", "leads no more", "bye on 1", "close 1", "closed");
        introduced(2, 5);
        write(2);
        assertTook("close 2", "2 CLOSED");
    }

    @Test
    void closingWithoutALeaderIsDoneAtOnce() {
        given(new ClientInput.Close());
        assertTook("closed");
    }
}
