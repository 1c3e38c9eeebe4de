package org.tabularium.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.wire.ToLeader;

/** A leader that may have slept says and does nothing before it knows that it still leads. */
class LeaderNodeFencingTest extends LeaderNodeRig {
    private static final Failure FENCED = Failure.of(ErrorCode.FENCED, "another leader's", Outcome.UNKNOWN);

    @Test
    void whileItsProofIsFreshALeaderAsksNobody() {
        leading(1);
        hello(1, "a");
        nowMs = PROOF_MS;
        out.took();
        read(1, 5);
        assertTook("runs a5", "execute");
    }

    @Test
    void aLeaderThatWasSilentForLongFirstProvesItsLock() {
        leading(1);
        hello(1, "a");
        out.took();
        nowMs = PROOF_MS + 1;
        read(1, 5);
        read(1, 6);
        given(new LeaderInput.Tick());
        assertTook("proveLock");
        given(new LeaderInput.LockProven());
        assertTook("runs a5", "execute");
        executed(false);
        assertTook("Reply 5 to 1", "runs a6", "execute");
    }

    @Test
    void anAnswerOfTheEngineIsNotPassedOnWithoutAProof() {
        leading(1);
        hello(1, "a");
        read(1, 5);
        out.took();
        nowMs = 60_000;
        executed(false);
        assertTook("proveLock");
        given(new LeaderInput.LockStolen());
        assertTook("log", "fenced");
    }

    @Test
    void aProofHoldsFromTheMomentItWasAskedFor() {
        leading(1);
        hello(1, "a");
        nowMs = 20_000;
        read(1, 5);
        nowMs = 20_000 + PROOF_MS;
        given(new LeaderInput.LockProven());
        out.took();
        executed(false);
        assertTook("Reply 5 to 1");
        nowMs++;
        read(1, 6);
        assertTook("proveLock");
    }

    @Test
    void aProofThatALeaderSleptOverIsAskedForAgain() {
        leading(1);
        hello(1, "a");
        out.took();
        nowMs = 20_000;
        read(1, 5);
        nowMs = 80_000;
        given(new LeaderInput.LockProven());
        assertTook("proveLock", "proveLock");
        read(1, 6);
        assertTook();
        given(new LeaderInput.LockProven());
        assertTook("runs a5", "execute");
    }

    @Test
    void whatWasHeldBackIsDoneOneAfterTheOther() {
        leading(1);
        hello(1, "a");
        out.took();
        nowMs = 20_000;
        given(new LeaderInput.EngineFailed(DEAD));
        read(1, 5);
        given(new LeaderInput.LockProven());
        assertTook("proveLock", "log", "Leaving to 1", "closeEngine", "Moved 5 to 1");
    }

    @Test
    void anEngineThatTookLongToOpenIsNotAnnouncedWithoutAProof() {
        given(new LeaderInput.Start());
        given(new LeaderInput.LockGranted(false));
        given(new LeaderInput.LockProven());
        out.took();
        nowMs = 20_000;
        opened(1);
        assertFalse(node.isLeading());
        given(new LeaderInput.LockProven());
        assertTook("proveLock", "announce 1");
        assertTrue(node.isLeading());
    }

    @Test
    void whoHoldsNoLockProvesNothing() {
        given(new LeaderInput.Start());
        nowMs = 60_000;
        given(new LeaderInput.Hidden());
        assertTook("requestLock", "releaseLock", "requestLock");
    }

    @Test
    void aLeaderThatHasGoneProvesNothing() {
        leading(1);
        given(new LeaderInput.Resign(false));
        given(new LeaderInput.EngineClosed());
        out.took();
        nowMs = 60_000;
        given(new LeaderInput.Resign(true));
        assertTook("releaseLock", "stopped");
    }

    @Test
    void aNodeWhoseLockWasTakenDoesNothingMore() {
        leading(1);
        hello(1, "a");
        write(1, 5);
        out.took();
        given(new LeaderInput.LockStolen());
        assertTook("log", "fenced");
        assertFalse(node.isLeading());
        executed(true);
        given(new LeaderInput.Tick());
        given(new LeaderInput.Resign(true));
        received(1, new ToLeader.Bye());
        given(new LeaderInput.Start());
        assertTook();
    }

    @Test
    void aStoreThatBelongsToAnotherLeaderFences() {
        leading(1);
        hello(1, "a");
        write(1, 5);
        executed(true);
        out.took();
        given(new LeaderInput.Flushed(FENCED));
        assertTook("log", "fenced");
        assertFalse(node.isLeading());
    }

    @Test
    void aStoreThatTurnsOutToBeAnothersFencesInTheMiddleOfWhatWasHeldBack() {
        leading(1);
        hello(1, "a");
        write(1, 5);
        executed(true);
        out.took();
        nowMs = 20_000;
        given(new LeaderInput.Flushed(FENCED));
        read(1, 6);
        given(new LeaderInput.LockProven());
        assertTook("proveLock", "log", "fenced");
    }
}
