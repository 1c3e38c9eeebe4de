package org.tabularium.session;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tabularium.wire.Operation;

/** What becomes of a call whose leader goes: in good order, by death, or because it was the call that killed it. */
class ClientSessionFailoverTest extends ClientSessionRig {
    @BeforeEach
    void meetALeader() {
        connected();
    }

    @Test
    void whatWasInFlightIsAskedForAgainInItsOrder() {
        write(1);
        read(2);
        write(3);
        reply(1);
        disconnected();
        write(4);
        out.took();
        connected();
        assertTook("request 2", "request 3", "request 4");
    }

    @Test
    void aReconnectionAsksForEverythingAgain() {
        write(1);
        read(2);
        out.took();
        connected();
        assertTook("request 1", "request 2");
    }

    @Test
    void aWriteThatWasNotBegunGoesToTheNextLeader() {
        write(1);
        given(new SessionInput.LeaderLeaving());
        moved(1);
        assertTook("wakeAt 1000.0", "request 1", "quiet");
        connected();
        assertTook("request 1");
    }

    @Test
    void aWriteThatHadBegunGoesToTheNextLeaderToo() {
        write(1);
        given(new SessionInput.LeaderLeaving());
        movedAfterItBegan(1);
        out.took();
        connected();
        reply(1);
        assertTook("request 1", "1 ok");
    }

    @Test
    void aWriteThatOneLeaderMayHaveRunIsNotCalledNotRunByTheNext() {
        write(1);
        connected();
        out.took();
        moved(1);
        aborted(1);
        assertTook("1 ABORTED PENDING");
        connected();
        assertTook("recall 1");
    }

    @Test
    void aPendingWriteIsRecalledAndItsOutcomeToldLate() {
        write(1);
        replied(1, FULL);
        out.took();
        connected();
        assertTook("recall 1");
        given(new SessionInput.WasNotKept(1));
        assertTook("1 late FLUSH_FAILED ROLLED_BACK");
    }

    @Test
    void aLeavingLeaderIsLeftWhenNothingIsInFlight() {
        write(1);
        out.took();
        given(new SessionInput.LeaderLeaving());
        write(2);
        assertTook();
        reply(1);
        assertTook("1 ok", "quiet");
    }

    @Test
    void aLeavingLeaderIsNotLeftInTheMiddleOfATransaction() {
        opened(1);
        given(new SessionInput.LeaderLeaving());
        inTransaction(2, Operation.QUERY, 1);
        reply(2);
        inTransaction(3, Operation.COMMIT, 1);
        assertTook("request 2", "2 ok", "request 3");
        reply(3);
        assertTook("3 ok", "quiet");
    }

    @Test
    void aTransactionDiesWithItsConnection() {
        opened(1);
        inTransaction(2, Operation.QUERY, 1);
        out.took();
        connected();
        assertTook("2 TX_ABORTED_FAILOVER ROLLED_BACK");
        inTransaction(3, Operation.QUERY, 1);
        assertTook("3 TX_ABORTED_FAILOVER ROLLED_BACK");
    }

    @Test
    void aCommitInFlightIsRecalled() {
        opened(1);
        inTransaction(2, Operation.COMMIT, 1);
        disconnected();
        out.took();
        connected();
        assertTook("recall 2");
        reply(2);
        assertTook("2 ok");
    }

    @Test
    void aCommitThatIsNotKeptDidNotHappen() {
        opened(1);
        inTransaction(2, Operation.COMMIT, 1);
        connected();
        out.took();
        given(new SessionInput.WasNotKept(2));
        assertTook("2 TX_ABORTED_FAILOVER ROLLED_BACK");
    }

    @Test
    void aCommitThatNeverLeftTheTabDidNotHappen() {
        opened(1);
        disconnected();
        out.took();
        inTransaction(2, Operation.COMMIT, 1);
        assertTook("2 TX_ABORTED_FAILOVER ROLLED_BACK");
    }

    @Test
    void aRollbackInFlightHappenedEitherWay() {
        opened(1);
        inTransaction(2, Operation.ROLLBACK, 1);
        out.took();
        disconnected();
        assertTook("2 ok");
    }

    @Test
    void aBeginInFlightIsSentAgain() {
        begin(1);
        out.took();
        connected();
        assertTook("request 1");
    }

    @Test
    void aDoubtedWriteIsRecalledAndEndsAsWhatTheEngineDiedOf() {
        write(1);
        given(new SessionInput.LeaderLeaving());
        given(new SessionInput.WasDoubted(1, DEAD));
        out.took();
        connected();
        given(new SessionInput.WasNotKept(1));
        assertTook("recall 1", "1 ENGINE_DIED ROLLED_BACK");
    }

    @Test
    void aDoubtedWriteThatTookEffectHasItsAnswer() {
        write(1);
        given(new SessionInput.WasDoubted(1, TOO_LONG));
        connected();
        out.took();
        reply(1);
        assertTook("1 ok");
    }

    @Test
    void aReadIsTriedWithSomeLeadersBeforeItIsTakenForTheCause() {
        read(1);
        for (int deaths = 1; deaths < Call.MOST_DEATHS; deaths++) {
            given(new SessionInput.WasDoubted(1, DEAD));
            connected();
        }
        assertTook("wakeAt 1000.0", "request 1", "request 1", "request 1", "request 1");
        given(new SessionInput.WasDoubted(1, DEAD));
        connected();
        given(new SessionInput.WasNotKept(1));
        assertTook("recall 1", "1 ENGINE_DIED ROLLED_BACK");
    }

    @Test
    void aReadThatRanForTooLongIsNotTriedAgain() {
        read(1);
        given(new SessionInput.WasDoubted(1, TOO_LONG));
        out.took();
        connected();
        given(new SessionInput.WasNotKept(1));
        assertTook("recall 1", "1 STATEMENT_TIMEOUT ROLLED_BACK");
    }

    @Test
    void aStatementOfATransactionThatRanForTooLongSaysSo() {
        opened(1);
        inTransaction(2, Operation.QUERY, 1);
        out.took();
        given(new SessionInput.WasDoubted(2, TOO_LONG));
        assertTook("2 STATEMENT_TIMEOUT ROLLED_BACK");
    }

    @Test
    void aRollbackThatRanWhenItsEngineDiedHappenedEitherWay() {
        opened(1);
        inTransaction(2, Operation.ROLLBACK, 1);
        out.took();
        given(new SessionInput.WasDoubted(2, TOO_LONG));
        assertTook("2 ok");
    }

    @Test
    void aWithdrawnBeginThatIsDoubtedEnds() {
        begin(1);
        aborted(1);
        out.took();
        given(new SessionInput.WasDoubted(1, DEAD));
        assertTook("1 ABORTED NOT_RUN");
    }

    @Test
    void aWriteThatManyLeadersDiedWithIsOnlyRecalled() {
        write(1);
        for (int deaths = 1; deaths < Call.MOST_DEATHS; deaths++) {
            connected();
        }
        out.took();
        connected();
        assertTook("recall 1");
        given(new SessionInput.WasNotKept(1));
        assertTook("1 ENGINE_DIED ROLLED_BACK");
    }

    @Test
    void aBeginThatManyLeadersDiedWithEnds() {
        begin(1);
        for (int deaths = 1; deaths < Call.MOST_DEATHS; deaths++) {
            connected();
        }
        out.took();
        disconnected();
        assertTook("1 TX_ABORTED_FAILOVER ROLLED_BACK");
    }

    @Test
    void afterTooLongAnAbsenceOnlyWhatSurelyDidNotRunIsAskedForAgain() {
        opened(1);
        write(2);
        read(3);
        inTransaction(4, Operation.COMMIT, 1);
        disconnected();
        write(5);
        out.took();
        given(new SessionInput.Expired());
        assertTook("2 SESSION_EXPIRED UNKNOWN", "3 SESSION_EXPIRED UNKNOWN", "4 SESSION_EXPIRED UNKNOWN");
        connected();
        assertTook("request 5");
    }

    @Test
    void whatWasPendingWhenTheTabWentAwayEndsLate() {
        write(1);
        replied(1, FULL);
        disconnected();
        out.took();
        given(new SessionInput.Expired());
        assertTook("1 late SESSION_EXPIRED UNKNOWN");
    }
}
