package org.tabularium.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tabularium.wire.Operation;

/** A call's way to its end with one leader; the tests beside it tell of withdrawals and of leaders that go. */
class ClientSessionTest extends ClientSessionRig {
    @BeforeEach
    void meetALeader() {
        connected();
    }

    @Test
    void aCallIsSentOnceAndEndsWithItsReply() {
        write(1);
        assertTook("wakeAt 1000.0", "request 1");
        reply(1);
        assertTook("1 ok");
        reply(1);
        assertTook();
        assertEquals(0, session.openCalls());
    }

    @Test
    void callsWaitForALeader() {
        disconnected();
        write(1);
        read(2);
        assertTook("wakeAt 1000.0");
        connected();
        assertTook("request 1", "request 2");
    }

    @Test
    void aCallWhoseFlushFailedIsPendingUntilOneSucceeds() {
        write(1);
        out.took();
        replied(1, FULL);
        assertTook("1 FLUSH_FAILED PENDING");
        replied(1, FULL);
        tickAt(5_000);
        assertTook();
        assertEquals(1, session.openCalls());
        reply(1);
        assertTook("1 late ok");
        assertEquals(0, session.openCalls());
    }

    @Test
    void everyRequestTellsBelowWhichNumberAllHaveEnded() {
        out.tellsSettled = true;
        write(1);
        write(2);
        write(3);
        assertTook(
                "wakeAt 1000.0", "request 1 settled below 1", "request 2 settled below 1", "request 3 settled below 1");
        reply(2);
        write(4);
        reply(1);
        write(5);
        reply(3);
        reply(4);
        reply(5);
        write(6);
        assertTook(
                "2 ok",
                "request 4 settled below 1",
                "1 ok",
                "request 5 settled below 3",
                "3 ok",
                "4 ok",
                "5 ok",
                "request 6 settled below 6");
    }

    @Test
    void aCallThatIsPendingHasNotEnded() {
        out.tellsSettled = true;
        write(1);
        replied(1, FULL);
        out.took();
        write(2);
        assertTook("request 2 settled below 1");
    }

    @Test
    void theNodesOwnCallsDoNotCount() {
        out.tellsSettled = true;
        opened(1);
        call(-1, Operation.ROLLBACK, false, 1);
        write(2);
        assertTook("request -1 settled below 2", "request 2 settled below 2");
    }

    @Test
    void onlySoManyAreAtTheLeaderAtOnce() {
        fillTheWindow();
        write(ClientSession.WINDOW + 1);
        write(ClientSession.WINDOW + 2);
        assertTook();
        for (int number = 1; number < ClientSession.WINDOW / 2; number++) {
            reply(number);
        }
        out.took();
        reply(ClientSession.WINDOW / 2);
        assertTook(
                ClientSession.WINDOW / 2 + " ok",
                "request " + (ClientSession.WINDOW + 1),
                "request " + (ClientSession.WINDOW + 2));
    }

    @Test
    void onlySoMuchIsAtTheLeaderAtOnce() {
        writeLarge(1, ClientSession.WINDOW_BYTES - 1);
        writeLarge(2, 2);
        writeLarge(3, 2);
        assertTook("wakeAt 1000.0", "request 1");
        reply(1);
        assertTook("1 ok", "request 2", "request 3");
    }

    @Test
    void whatIsLargerThanTheWindowIsSentAlone() {
        writeLarge(1, ClientSession.WINDOW_BYTES + 1);
        writeLarge(2, 1);
        assertTook("wakeAt 1000.0", "request 1");
        reply(1);
        assertTook("1 ok", "request 2");
    }

    @Test
    void aTabInWhichTooMuchWaitsIsBusy() {
        writeLarge(1, ClientSession.MOST_OPEN_BYTES - 1);
        writeLarge(2, 2);
        writeLarge(3, 1);
        assertTook("wakeAt 1000.0", "request 1", "2 BUSY NOT_RUN");
        begin(4);
        assertTook("4 BUSY NOT_RUN");
        reply(1);
        assertTook("1 ok", "request 3");
        writeLarge(5, ClientSession.MOST_OPEN_BYTES);
        assertTook("5 BUSY NOT_RUN");
        reply(3);
        writeLarge(6, ClientSession.MOST_OPEN_BYTES + 1);
        assertTook("3 ok", "request 6");
    }

    @Test
    void whatAnOpenTransactionAsksForIsNotHeldBack() {
        opened(1);
        for (int number = 2; number <= ClientSession.WINDOW + 2; number++) {
            write(number);
        }
        out.took();
        inTransaction(ClientSession.WINDOW + 3, Operation.COMMIT, 1);
        assertTook("request " + (ClientSession.WINDOW + 3));
    }

    @Test
    void whatTheLeaderDidNotBeginMakesRoomToo() {
        fillTheWindow();
        write(ClientSession.WINDOW + 1);
        for (int number = 1; number <= ClientSession.WINDOW / 2; number++) {
            aborted(number);
            given(new SessionInput.WasWithdrawn(number));
        }
        assertEquals("request " + (ClientSession.WINDOW + 1), last());
    }

    @Test
    void whatTheJournalDoesNotKnowMakesRoomToo() {
        fillTheWindow();
        for (int number = 1; number <= ClientSession.WINDOW; number++) {
            aborted(number);
        }
        connected();
        write(ClientSession.WINDOW + 1);
        for (int number = 1; number <= ClientSession.WINDOW / 2; number++) {
            given(new SessionInput.WasNotKept(number));
        }
        assertEquals("request " + (ClientSession.WINDOW + 1), last());
    }

    @Test
    void whereNobodyCanLeadWaitingCallsEnd() {
        disconnected();
        write(1);
        out.took();
        given(new SessionInput.Unserved(BLOCKED, false));
        assertTook("1 VERSION_BLOCKED NOT_RUN");
        write(2);
        assertEquals(1, session.openCalls());
    }

    @Test
    void whatMayHaveRunWaitsForALeaderThough() {
        write(1);
        disconnected();
        out.took();
        given(new SessionInput.Unserved(BLOCKED, false));
        assertTook();
        connected();
        assertTook("request 1");
    }

    @Test
    void aLastingFailureEndsLaterCallsUntilALeaderIsFound() {
        disconnected();
        given(new SessionInput.Unserved(BLOCKED, true));
        write(1);
        assertTook("1 VERSION_BLOCKED NOT_RUN");
        connected();
        write(2);
        assertTook("wakeAt 1000.0", "request 2");
    }

    private void fillTheWindow() {
        for (int number = 1; number <= ClientSession.WINDOW; number++) {
            write(number);
        }
        out.took();
    }

    private String last() {
        var took = out.took();
        return took.get(took.size() - 1);
    }
}
