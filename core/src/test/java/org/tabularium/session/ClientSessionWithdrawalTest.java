package org.tabularium.session;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tabularium.wire.Operation;

/** What becomes of a call that nobody wants to wait for any more: aborted, too late, or of a closed database. */
class ClientSessionWithdrawalTest extends ClientSessionRig {
    @BeforeEach
    void meetALeader() {
        connected();
    }

    @Test
    void atItsDeadlineACallThatWaitsForALeaderEndsAsNotRun() {
        disconnected();
        write(1);
        out.took();
        tickAt(999);
        assertTook("wakeAt 1000.0");
        tickAt(1_000);
        assertTook("1 DEADLINE_EXCEEDED NOT_RUN");
    }

    @Test
    void atItsDeadlineACallInFlightIsWithdrawn() {
        write(1);
        out.took();
        tickAt(1_000);
        assertTook("wakeAt 1250.0", "cancel 1");
        given(new SessionInput.WasWithdrawn(1));
        assertTook("1 DEADLINE_EXCEEDED NOT_RUN");
        reply(1);
        assertTook();
    }

    @Test
    void aCallThatHadBegunIsToldToBePendingAndItsOutcomeLater() {
        write(1);
        tickAt(1_000);
        out.took();
        given(new SessionInput.HadBegun(1));
        assertTook("1 DEADLINE_EXCEEDED PENDING");
        reply(1);
        assertTook("1 late ok");
    }

    @Test
    void aLeaderThatDoesNotAnswerTheWithdrawalLeavesTheCallPending() {
        write(1);
        tickAt(1_000);
        out.took();
        tickAt(1_250);
        assertTook("1 DEADLINE_EXCEEDED PENDING");
        given(new SessionInput.HadBegun(1));
        assertTook();
        given(new SessionInput.WasWithdrawn(1));
        assertTook("1 late DEADLINE_EXCEEDED NOT_RUN");
    }

    @Test
    void aReplyThatCrossesTheWithdrawalCounts() {
        write(1);
        aborted(1);
        out.took();
        reply(1);
        assertTook("1 ok");
        given(new SessionInput.WasWithdrawn(1));
        given(new SessionInput.HadBegun(1));
        assertTook();
    }

    @Test
    void abortingSaysSo() {
        write(1);
        out.took();
        aborted(1);
        aborted(1);
        assertTook("wakeAt 250.0", "cancel 1");
        given(new SessionInput.WasWithdrawn(1));
        assertTook("1 ABORTED NOT_RUN");
        aborted(1);
        assertTook();
    }

    @Test
    void aWithdrawnBeginIsNotSentToTheNextLeader() {
        begin(1);
        aborted(1);
        out.took();
        connected();
        assertTook("1 ABORTED NOT_RUN");
    }

    @Test
    void aWithdrawnReadIsNotRunByTheNextLeader() {
        read(1);
        aborted(1);
        out.took();
        connected();
        given(new SessionInput.WasNotKept(1));
        assertTook("recall 1", "1 ABORTED NOT_RUN");
    }

    @Test
    void aWithdrawnCallThatWasMovedEndsAsNotRun() {
        write(1);
        aborted(1);
        out.took();
        moved(1);
        assertTook("1 ABORTED NOT_RUN");
    }

    @Test
    void aWithdrawnWriteThatMayHaveRunIsOnlyRecalled() {
        write(1);
        aborted(1);
        out.took();
        connected();
        assertTook("recall 1");
        given(new SessionInput.WasNotKept(1));
        assertTook("1 ABORTED NOT_RUN");
    }

    @Test
    void aWithdrawnWriteThatHadTakenEffectHasItsAnswer() {
        write(1);
        aborted(1);
        given(new SessionInput.HadBegun(1));
        connected();
        assertTook("wakeAt 1000.0", "request 1", "wakeAt 250.0", "cancel 1", "1 ABORTED PENDING", "recall 1");
        reply(1);
        assertTook("1 late ok");
    }

    @Test
    void aWriteThatMayHaveRunAndIsAbortedBetweenTwoLeadersIsPending() {
        write(1);
        disconnected();
        out.took();
        aborted(1);
        assertTook("1 ABORTED PENDING");
        connected();
        given(new SessionInput.WasNotKept(1));
        assertTook("recall 1", "1 late ABORTED NOT_RUN");
    }

    @Test
    void aLeaderThatHasGivenACallBackCannotSayThatItHadNotBegun() {
        write(1);
        given(new SessionInput.LeaderLeaving());
        aborted(1);
        movedAfterItBegan(1);
        out.took();
        given(new SessionInput.WasWithdrawn(1));
        assertTook();
        tickAt(250);
        connected();
        assertTook("1 ABORTED PENDING", "recall 1");
        reply(1);
        assertTook("1 late ok");
    }

    @Test
    void theLastWithdrawalOfALeavingLeaderLetsItGo() {
        write(1);
        given(new SessionInput.LeaderLeaving());
        aborted(1);
        out.took();
        given(new SessionInput.WasWithdrawn(1));
        assertTook("1 ABORTED NOT_RUN", "quiet");
    }

    @Test
    void aTransactionThatOpensTooLateIsGivenUp() {
        begin(1);
        aborted(1);
        given(new SessionInput.HadBegun(1));
        out.took();
        reply(1);
        assertTook("abandoned 1", "1 late ok");
    }

    @Test
    void closingEndsWhatHasNotBegunAndWaitsForTheRest() {
        write(1);
        read(2);
        begin(3);
        out.took();
        given(new SessionInput.Closed(CLOSED));
        assertTook("3 CLOSED NOT_RUN", "wakeAt 2000.0");
        write(4);
        assertTook("4 CLOSED NOT_RUN", "wakeAt 2000.0");
        reply(2);
        reply(1);
        assertTook("2 ok", "wakeAt 2000.0", "1 ok", "closed");
    }

    @Test
    void closingWaitsForTheNextLeader() {
        write(1);
        given(new SessionInput.Closed(CLOSED));
        out.took();
        connected();
        reply(1);
        assertTook("request 1", "wakeAt 2000.0", "1 ok", "closed");
    }

    @Test
    void closingDoesNotWaitForEver() {
        write(1);
        given(new SessionInput.Closed(CLOSED));
        aborted(1);
        given(new SessionInput.HadBegun(1));
        write(2);
        out.took();
        tickAt(ClientSession.CLOSING_MS);
        assertTook("1 late CLOSED UNKNOWN", "closed");
        write(3);
        assertTook("3 CLOSED NOT_RUN");
    }

    @Test
    void withNothingInFlightClosingIsDoneAtOnce() {
        opened(1);
        given(new SessionInput.Closed(CLOSED));
        assertTook("closed");
        inTransaction(2, Operation.COMMIT, 1);
        assertTook("2 CLOSED NOT_RUN");
    }

    @Test
    void whatALeaderGivesBackToAClosingTabEnds() {
        write(1);
        given(new SessionInput.Closed(CLOSED));
        out.took();
        moved(1);
        assertTook("1 CLOSED NOT_RUN", "closed");
    }
}
