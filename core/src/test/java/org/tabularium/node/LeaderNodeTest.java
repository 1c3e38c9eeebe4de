package org.tabularium.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Note;
import org.tabularium.wire.ToLeader;

/** How a node comes to lead and how it goes; what it does in between, its machines' own tests tell. */
class LeaderNodeTest extends LeaderNodeRig {
    @Test
    void aNodeQueuesOpensAndAnnouncesItself() {
        given(new LeaderInput.Start());
        given(new LeaderInput.TermSeen(6));
        given(new LeaderInput.LockGranted(false));
        given(new LeaderInput.LockProven());
        opened(7);
        assertTook("requestLock", "proveLock", "openEngine 6", "announce 7");
        assertTrue(node.isLeading());
    }

    @Test
    void aNodeThatIsToldToDeposeTakesTheLock() {
        given(new LeaderInput.Start());
        given(new LeaderInput.Depose());
        given(new LeaderInput.LockGranted(true));
        given(new LeaderInput.LockProven());
        assertTook("requestLock", "stealLock", "proveLock", "openEngine 0 of a stolen store");
    }

    @Test
    void aNodeThatNobodySeesQueuesAgain() {
        given(new LeaderInput.Start());
        given(new LeaderInput.Hidden());
        assertTook("requestLock", "releaseLock", "requestLock");
    }

    @Test
    void aTabIsWelcomedThenServed() {
        leading(1);
        hello(1, "a");
        read(1, 5);
        assertTook("Welcome to 1", "watch a", "runs a5", "execute");
        executed(false);
        assertTook("Reply 5 to 1");
    }

    @Test
    void aLiveResultIsToldBeforeTheNextCallIsRun() {
        leading(1);
        hello(1, "a");
        received(1, new ToLeader.Subscribe(3, "q", null, Commit.NONE));
        read(1, 5);
        out.took();
        executed(false);
        assertTook("LiveResult 3 to 1", "runs a5", "execute");
    }

    @Test
    void sessionsOfTheJournalAreWatchedFromTheStart() {
        given(new LeaderInput.Start());
        given(new LeaderInput.LockGranted(false));
        given(new LeaderInput.LockProven());
        opened(
                2,
                new Entry(new Note(0, "a", 1), Entry.DONE),
                new Entry(new Note(1, "b", 4), Entry.DONE),
                new Entry(new Note(2, "a", 2), Entry.DONE));
        assertTook("requestLock", "proveLock", "openEngine 0", "announce 2", "watch a", "watch b");
    }

    @Test
    void whatTheJournalDoesNotKnowIsSaidToBeUnknown() {
        leading(1);
        hello(1, "a");
        out.took();
        recall(1, 5);
        assertTook("NotKept 5 to 1");
    }

    @Test
    void whoHasNotSaidHelloIsTurnedAway() {
        leading(1);
        read(9, 5);
        received(9, new ToLeader.Cancel(6));
        received(9, new ToLeader.Refresh(1));
        assertTook("Moved 5 to 9");
    }

    @Test
    void aNodeThatDoesNotLeadTurnsEverybodyAway() {
        hello(1, "a");
        read(1, 5);
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
        given(new LeaderInput.Resign(true));
        assertTook("Leaving to 1", "Leaving to 2", "wakeAt 2000.0", "Leaving to 1", "Leaving to 2", "closeEngine");
        received(1, new ToLeader.Bye());
        given(new LeaderInput.EngineClosed());
        assertTook("close 1", "wakeAt 250.0");
        received(2, new ToLeader.Bye());
        assertTook("close 2", "releaseLock", "stopped");
    }

    @Test
    void aTabThatDoesNotSayGoodbyeIsNotWaitedForLong() {
        leading(1);
        hello(1, "a");
        given(new LeaderInput.Resign(false));
        given(new LeaderInput.EngineClosed());
        out.took();
        nowMs = 250;
        given(new LeaderInput.Tick());
        assertTook("releaseLock", "requestLock");
    }

    @Test
    void aDeadTabIsNotWaitedFor() {
        leading(1);
        hello(1, "a");
        given(new LeaderInput.Resign(true));
        given(new LeaderInput.EngineClosed());
        out.took();
        given(new LeaderInput.SessionGone("a", 1));
        assertTook("close 1", "releaseLock", "stopped");
    }

    @Test
    void aWatchOfAnEarlierTermSaysNothing() {
        leading(2);
        hello(1, "a");
        out.took();
        given(new LeaderInput.SessionGone("a", 1));
        assertTook();
        given(new LeaderInput.SessionGone("a", 2));
        assertTook("close 1");
    }

    @Test
    void aLeaderWhoseEngineDiesLeavesTheRestToTheNext() {
        leading(1);
        hello(1, "a");
        write(1, 4);
        executed(true);
        write(1, 5);
        given(new LeaderInput.Flushed(null));
        write(1, 6);
        out.took();
        given(new LeaderInput.EngineFailed(DEAD));
        assertTook("log", "Leaving to 1", "Doubted 5 to 1", "Moved 6 to 1", "closeEngine");
        assertFalse(node.isLeading());
    }

    @Test
    void aLeaderWhoseEngineDiesInAFlushLeavesWhatWaitedForItInDoubt() {
        leading(1);
        hello(1, "a");
        write(1, 4);
        executed(true);
        write(1, 5);
        out.took();
        given(new LeaderInput.Flushed(DEAD));
        assertTook("log", "Leaving to 1", "Doubted 4 to 1", "Moved 5 to 1", "closeEngine");
        assertFalse(node.isLeading());
    }

    @Test
    void aLeaderThatLosesTheLockLeavesWhatRanToTheNext() {
        leading(1);
        hello(1, "a");
        write(1, 4);
        write(1, 5);
        out.took();
        given(new LeaderInput.LockLost(DEAD));
        assertTook("Leaving to 1", "Moved 4 begun to 1", "Moved 5 to 1", "closeEngine");
    }

    @Test
    void anEngineThatOpenedAgainIsNotBlamedForTheDeathOfTheLast() {
        leading(1);
        given(new LeaderInput.EngineFailed(DEAD));
        given(new LeaderInput.EngineClosed());
        nowMs = 500;
        given(new LeaderInput.Tick());
        given(new LeaderInput.LockGranted(false));
        given(new LeaderInput.LockProven());
        opened(2);
        hello(1, "a");
        write(1, 4);
        out.took();
        given(new LeaderInput.LockLost(DEAD));
        assertTook("Leaving to 1", "Moved 4 begun to 1", "closeEngine");
    }

    @Test
    void aNewerBuildIsMadeRoomFor() {
        leading(1);
        received(1, new ToLeader.Yield("b"));
        assertTook("log", "wakeAt 2000.0", "closeEngine");
    }

    @Test
    void aNodeThatHoldsNothingStopsAtOnce() {
        given(new LeaderInput.Start());
        given(new LeaderInput.Resign(true));
        assertTook("requestLock", "releaseLock", "stopped");
    }

    @Test
    void aNodeThatCouldNotLeadTellsItsTab() {
        given(new LeaderInput.Start());
        given(new LeaderInput.LockGranted(false));
        given(new LeaderInput.LockProven());
        out.took();
        given(new LeaderInput.EngineFailed(DEAD));
        given(new LeaderInput.EngineClosed());
        assertTook("log", "unserved ENGINE_DIED", "closeEngine", "releaseLock", "wakeAt 500.0");
    }
}
