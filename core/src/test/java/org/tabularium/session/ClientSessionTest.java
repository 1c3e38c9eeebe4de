package org.tabularium.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

class ClientSessionTest {
    private static final Failure CLOSED = Failure.of(ErrorCode.CLOSED, "closed", Outcome.NOT_RUN);
    private static final Failure BLOCKED = Failure.of(ErrorCode.VERSION_BLOCKED, "blocked", Outcome.NOT_RUN);

    private final ClientSession session = new ClientSession();
    private final Recorder out = new Recorder();
    private double nowMs;

    @BeforeEach
    void connected() {
        given(new ClientSession.Connected());
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
        given(new ClientSession.Disconnected());
        write(1);
        read(2);
        assertTook("wakeAt 1000.0");
        given(new ClientSession.Connected());
        assertTook("request 1", "request 2");
    }

    @Test
    void ofCallsInFlightAtALeadersDeathOnlyReadsAreSentAgain() {
        write(1);
        read(2);
        out.took();
        given(new ClientSession.Connected());
        assertTook("1 LEADER_LOST UNKNOWN", "request 2");
        assertEquals(1, session.openCalls());
    }

    @Test
    void aWriteThatWasNotBegunGoesToTheNextLeader() {
        write(1);
        given(new ClientSession.LeaderLeaving());
        given(new ClientSession.WasMoved(1));
        assertTook("wakeAt 1000.0", "request 1", "quiet");
        given(new ClientSession.Connected());
        assertTook("request 1");
    }

    @Test
    void aLeavingLeaderIsLeftWhenNothingIsInFlight() {
        write(1);
        out.took();
        given(new ClientSession.LeaderLeaving());
        write(2);
        assertTook();
        reply(1);
        assertTook("1 ok", "quiet");
    }

    @Test
    void aLeavingLeaderIsNotLeftInTheMiddleOfATransaction() {
        begin(1);
        reply(1);
        out.took();
        given(new ClientSession.LeaderLeaving());
        inTransaction(2, Operation.QUERY, 1);
        reply(2);
        inTransaction(3, Operation.COMMIT, 1);
        assertTook("request 2", "2 ok", "request 3");
        reply(3);
        assertTook("3 ok", "quiet");
    }

    @Test
    void atItsDeadlineACallThatWaitsForALeaderEndsAsNotRun() {
        given(new ClientSession.Disconnected());
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
        given(new ClientSession.WasWithdrawn(1));
        assertTook("1 DEADLINE_EXCEEDED NOT_RUN");
        reply(1);
        assertTook();
    }

    @Test
    void aCallThatHadBegunIsToldToBePendingAndItsOutcomeLater() {
        write(1);
        tickAt(1_000);
        out.took();
        given(new ClientSession.HadBegun(1));
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
        given(new ClientSession.HadBegun(1));
        assertTook();
        given(new ClientSession.Disconnected());
        assertTook("1 late LEADER_LOST UNKNOWN");
    }

    @Test
    void aReplyThatCrossesTheWithdrawalCounts() {
        write(1);
        given(new ClientSession.Aborted(1));
        out.took();
        reply(1);
        assertTook("1 ok");
        given(new ClientSession.WasWithdrawn(1));
        given(new ClientSession.HadBegun(1));
        assertTook();
    }

    @Test
    void abortingSaysSo() {
        write(1);
        out.took();
        given(new ClientSession.Aborted(1));
        given(new ClientSession.Aborted(1));
        assertTook("wakeAt 250.0", "cancel 1");
        given(new ClientSession.WasWithdrawn(1));
        assertTook("1 ABORTED NOT_RUN");
        given(new ClientSession.Aborted(1));
        assertTook();
    }

    @Test
    void aWithdrawnCallIsNotSentToTheNextLeader() {
        read(1);
        given(new ClientSession.Aborted(1));
        out.took();
        given(new ClientSession.Connected());
        assertTook("1 ABORTED NOT_RUN");
    }

    @Test
    void aWithdrawnCallThatWasMovedEndsAsNotRun() {
        write(1);
        given(new ClientSession.Aborted(1));
        out.took();
        given(new ClientSession.WasMoved(1));
        assertTook("1 ABORTED NOT_RUN");
    }

    @Test
    void aTransactionDiesWithItsConnection() {
        begin(1);
        reply(1);
        inTransaction(2, Operation.QUERY, 1);
        out.took();
        given(new ClientSession.Connected());
        assertTook("2 TX_ABORTED_FAILOVER ROLLED_BACK");
        inTransaction(3, Operation.QUERY, 1);
        assertTook("3 TX_ABORTED_FAILOVER ROLLED_BACK");
    }

    @Test
    void whetherACommitInFlightHappenedNobodyKnows() {
        begin(1);
        reply(1);
        inTransaction(2, Operation.COMMIT, 1);
        out.took();
        given(new ClientSession.Disconnected());
        assertTook("2 LEADER_LOST UNKNOWN");
    }

    @Test
    void aRollbackInFlightHappenedEitherWay() {
        begin(1);
        reply(1);
        inTransaction(2, Operation.ROLLBACK, 1);
        out.took();
        given(new ClientSession.Disconnected());
        assertTook("2 ok");
    }

    @Test
    void aBeginInFlightIsSentAgain() {
        begin(1);
        out.took();
        given(new ClientSession.Connected());
        assertTook("request 1");
    }

    @Test
    void aTransactionThatOpensTooLateIsGivenUp() {
        begin(1);
        given(new ClientSession.Aborted(1));
        given(new ClientSession.HadBegun(1));
        out.took();
        reply(1);
        assertTook("abandoned 1", "1 late ok");
    }

    @Test
    void closingEndsEverythingOpenAndAllThatComes() {
        write(1);
        read(2);
        out.took();
        given(new ClientSession.Closed(CLOSED));
        assertTook("1 CLOSED UNKNOWN", "2 CLOSED NOT_RUN");
        write(3);
        assertTook("3 CLOSED NOT_RUN");
    }

    @Test
    void whereNobodyCanLeadWaitingCallsEnd() {
        given(new ClientSession.Disconnected());
        write(1);
        out.took();
        given(new ClientSession.Unserved(BLOCKED, false));
        assertTook("1 VERSION_BLOCKED NOT_RUN");
        write(2);
        assertEquals(1, session.openCalls());
    }

    @Test
    void aLastingFailureEndsLaterCallsUntilALeaderIsFound() {
        given(new ClientSession.Disconnected());
        given(new ClientSession.Unserved(BLOCKED, true));
        write(1);
        assertTook("1 VERSION_BLOCKED NOT_RUN");
        given(new ClientSession.Connected());
        write(2);
        assertTook("wakeAt 1000.0", "request 2");
    }

    private void given(ClientSession.Input input) {
        session.step(input, nowMs, out);
    }

    private void tickAt(double atMs) {
        nowMs = atMs;
        given(new ClientSession.Tick());
    }

    private void read(int number) {
        call(number, Operation.QUERY, true, 0);
    }

    private void write(int number) {
        call(number, Operation.QUERY, false, 0);
    }

    private void begin(int number) {
        call(number, Operation.BEGIN, false, number);
    }

    private void inTransaction(int number, Operation operation, int transaction) {
        call(number, operation, false, transaction);
    }

    private void call(int number, Operation operation, boolean isRead, int transaction) {
        ToLeader.Request request =
                new ToLeader.Request(number, operation, isRead, transaction, Durability.DISK, 1_000, null);
        given(new ClientSession.Called(request, 1_000));
    }

    private void reply(int number) {
        given(new ClientSession.Replied(new ToClient.Reply(number, null, null, new Commit(1, 1))));
    }

    private void assertTook(String... expected) {
        assertEquals(List.of(expected), out.took());
    }

    private static final class Recorder implements ClientSession.Effects {
        private List<String> effects = new ArrayList<>();

        List<String> took() {
            List<String> took = effects;
            effects = new ArrayList<>();
            return took;
        }

        @Override
        public void send(ToLeader message) {
            if (message instanceof ToLeader.Request request) {
                effects.add("request " + request.number());
            } else {
                effects.add("cancel " + ((ToLeader.Cancel) message).number());
            }
        }

        @Override
        public void settle(int number, Failure failure, Payload result, Commit commit, boolean isLate) {
            String end = failure == null ? "ok" : failure.code() + " " + failure.outcome();
            effects.add(number + (isLate ? " late " : " ") + end);
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
        public void wakeAt(double atMs) {
            effects.add("wakeAt " + atMs);
        }
    }
}
