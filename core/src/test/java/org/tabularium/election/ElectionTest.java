package org.tabularium.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.sql.Opened;

/** Every edge of the diagram in the package's documentation, and every input that must change nothing. */
class ElectionTest {
    private static final Failure BROKEN = Failure.of(ErrorCode.STORAGE_UNAVAILABLE, "broken", Outcome.NOT_RUN);

    private final Election election = new Election();
    private final Recorder out = new Recorder();
    private double nowMs = 100;

    @Test
    void startAsksForTheLock() {
        given(new Election.Start());
        assertStands(Role.CANDIDATE, "requestLock");
        given(new Election.Start());
        assertStands(Role.CANDIDATE);
    }

    @Test
    void theLockOpensTheEngineAboveEveryTermSeen() {
        given(new Election.TermSeen(7));
        given(new Election.TermSeen(3));
        given(new Election.Start());
        out.took();
        given(new Election.LockGranted(false));
        assertStands(Role.OPENING, "openEngine 7");
    }

    @Test
    void theOpenEngineLeads() {
        opening();
        given(opened(1));
        assertStands(Role.LEADER, "lead 1");
    }

    @Test
    void aCandidateDeposesASilentLeader() {
        given(new Election.Start());
        out.took();
        given(new Election.Depose());
        assertStands(Role.CANDIDATE, "stealLock");
        given(new Election.LockGranted(true));
        assertStands(Role.OPENING, "openEngine 0 of a stolen store");
    }

    @Test
    void whoDoesNotQueueDeposesNobody() {
        given(new Election.Depose());
        assertStands(Role.FOLLOWER);
        leading(1);
        given(new Election.Depose());
        assertStands(Role.LEADER);
        given(new Election.EngineFailed(BROKEN));
        given(new Election.EngineClosed());
        out.took();
        given(new Election.Depose());
        assertStands(Role.FOLLOWER);
    }

    @Test
    void aCandidateThatNobodySeesQueuesBehindTheOthers() {
        given(new Election.Hidden());
        assertStands(Role.FOLLOWER);
        given(new Election.Start());
        out.took();
        given(new Election.Hidden());
        assertStands(Role.CANDIDATE, "releaseLock", "requestLock");
        leading(1);
        given(new Election.Hidden());
        assertStands(Role.LEADER);
    }

    @Test
    void theLockOfAnOpenEngineIsNotReturnedWhenItIsGrantedTwice() {
        opening();
        given(new Election.LockGranted(true));
        assertStands(Role.OPENING);
        given(opened(1));
        out.took();
        given(new Election.LockGranted(false));
        assertStands(Role.LEADER);
        given(new Election.Resign(true));
        given(new Election.Drained());
        out.took();
        given(new Election.LockGranted(false));
        assertStands(Role.CLOSING);
        given(new Election.EngineClosed());
        assertStands(Role.FOLLOWER, "releaseLock");
    }

    @Test
    void aLockThatCameTooLateIsReturned() {
        given(new Election.LockGranted(false));
        assertStands(Role.FOLLOWER, "releaseLock");
    }

    @Test
    void aLeaderThatResignsDrainsThenClosesThenLetsGoThenQueuesAgain() {
        leading(1);
        given(new Election.Resign(false));
        assertStands(Role.DRAINING, "drain until " + (nowMs + Election.DRAIN_MS));
        given(new Election.Resign(false));
        assertStands(Role.DRAINING);
        given(new Election.Drained());
        assertStands(Role.CLOSING, "leave", "closeEngine");
        given(new Election.EngineClosed());
        assertStands(Role.CANDIDATE, "releaseLock", "requestLock");
        assertFalse(election.isStopped());
    }

    @Test
    void aLeaderThatStopsDoesNotQueueAgain() {
        leading(1);
        given(new Election.Resign(true));
        given(new Election.Drained());
        out.took();
        given(new Election.EngineClosed());
        assertStands(Role.FOLLOWER, "releaseLock");
        assertTrue(election.isStopped());
    }

    @Test
    void aCandidateThatStopsLeavesTheQueue() {
        given(new Election.Start());
        out.took();
        given(new Election.Resign(false));
        assertStands(Role.CANDIDATE);
        given(new Election.Resign(true));
        assertStands(Role.FOLLOWER, "releaseLock");
        assertTrue(election.isStopped());
    }

    @Test
    void aNodeThatStopsWhileOpeningClosesWhatOpened() {
        opening();
        given(new Election.Resign(true));
        assertStands(Role.OPENING);
        given(opened(1));
        assertStands(Role.CLOSING, "closeEngine");
        given(new Election.EngineClosed());
        assertStands(Role.FOLLOWER, "releaseLock");
    }

    @Test
    void aStoppedNodeMayStartAgain() {
        given(new Election.Start());
        given(new Election.Resign(true));
        out.took();
        given(new Election.Start());
        assertStands(Role.CANDIDATE, "requestLock");
        assertFalse(election.isStopped());
    }

    @Test
    void aNodeThatIsWantedAgainBeforeItHasStoppedQueuesAgain() {
        leading(1);
        given(new Election.Resign(true));
        given(new Election.Start());
        given(new Election.Drained());
        out.took();
        given(new Election.EngineClosed());
        assertStands(Role.CANDIDATE, "releaseLock", "requestLock");
    }

    @Test
    void anEngineThatDoesNotOpenIsToldAndTriedAgainAfterARestThatDoubles() {
        opening();
        int restMs = 500;
        for (int i = 0; i < 8; i++) {
            given(new Election.EngineFailed(BROKEN));
            assertStands(Role.CLOSING, "failed STORAGE_UNAVAILABLE", "closeEngine");
            given(new Election.EngineClosed());
            assertStands(Role.FOLLOWER, "releaseLock", "wakeAt " + (nowMs + restMs));
            nowMs += restMs - 1;
            given(new Election.Tick());
            assertStands(Role.FOLLOWER, "wakeAt " + (nowMs + 1));
            nowMs += 1;
            given(new Election.Tick());
            assertStands(Role.CANDIDATE, "requestLock");
            given(new Election.LockGranted(false));
            out.took();
            restMs = Math.min(restMs * 2, 30_000);
        }
    }

    @Test
    void anEngineThatOpenedForgivesEarlierFailures() {
        opening();
        given(new Election.EngineFailed(BROKEN));
        given(new Election.EngineClosed());
        nowMs += 500;
        given(new Election.Tick());
        given(new Election.LockGranted(false));
        given(opened(1));
        given(new Election.EngineFailed(BROKEN));
        out.took();
        given(new Election.EngineClosed());
        assertStands(Role.FOLLOWER, "releaseLock", "wakeAt " + (nowMs + 500));
    }

    @Test
    void aNodeThatStopsWhileItRestsDoesNotQueueAgain() {
        opening();
        given(new Election.EngineFailed(BROKEN));
        given(new Election.EngineClosed());
        given(new Election.Resign(true));
        out.took();
        nowMs += 30_000;
        given(new Election.Tick());
        assertStands(Role.FOLLOWER);
        assertTrue(election.isStopped());
    }

    @Test
    void aNodeThatIsWantedWhileItRestsQueuesAtOnce() {
        opening();
        given(new Election.EngineFailed(BROKEN));
        given(new Election.EngineClosed());
        out.took();
        given(new Election.Start());
        assertStands(Role.CANDIDATE, "requestLock");
        nowMs += 30_000;
        given(new Election.Tick());
        assertStands(Role.CANDIDATE);
    }

    @Test
    void aLeaderWhoseEngineDiesLeavesAtOnce() {
        leading(1);
        given(new Election.EngineFailed(BROKEN));
        assertStands(Role.CLOSING, "leave", "closeEngine");
    }

    @Test
    void aDrainingLeaderWhoseEngineDiesLeavesAtOnce() {
        leading(1);
        given(new Election.Resign(false));
        out.took();
        given(new Election.EngineFailed(BROKEN));
        assertStands(Role.CLOSING, "leave", "closeEngine");
        given(new Election.Drained());
        assertStands(Role.CLOSING);
    }

    @Test
    void aLeaderThatLosesTheLockLeaves() {
        leading(1);
        given(new Election.LockLost(BROKEN));
        assertStands(Role.CLOSING, "leave", "closeEngine");
    }

    @Test
    void aCandidateThatCannotHaveTheLockSaysSo() {
        given(new Election.Start());
        out.took();
        given(new Election.LockLost(BROKEN));
        assertStands(Role.CLOSING, "failed STORAGE_UNAVAILABLE", "closeEngine");
    }

    @Test
    void failuresOfOneWhoHoldsNothingChangeNothing() {
        given(new Election.EngineFailed(BROKEN));
        given(new Election.LockLost(BROKEN));
        given(new Election.Drained());
        given(new Election.EngineClosed());
        given(new Election.Tick());
        assertStands(Role.FOLLOWER);
    }

    @Test
    void theNextTermIsAboveTheLast() {
        leading(4);
        given(new Election.Resign(false));
        given(new Election.Drained());
        given(new Election.EngineClosed());
        out.took();
        given(new Election.LockGranted(false));
        assertStands(Role.OPENING, "openEngine 4");
    }

    @Test
    void anEngineThatNobodyAskedForIsABug() {
        assertThrows(IllegalStateException.class, () -> given(opened(1)));
    }

    private void opening() {
        given(new Election.Start());
        given(new Election.LockGranted(false));
        out.took();
    }

    private void leading(int term) {
        opening();
        given(opened(term));
        out.took();
    }

    private void given(Election.Input input) {
        election.step(input, nowMs, out);
    }

    private void assertStands(Role role, String... effects) {
        assertEquals(role, election.role());
        assertEquals(List.of(effects), out.took());
    }

    private static Election.EngineOpened opened(int term) {
        return new Election.EngineOpened(new Opened(term, false, "test", "memory", false, List.of()));
    }

    private static final class Recorder implements Election.Effects {
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
        public void stealLock() {
            effects.add("stealLock");
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
        public void lead(Opened opened) {
            effects.add("lead " + opened.term());
        }

        @Override
        public void drain(double untilMs) {
            effects.add("drain until " + untilMs);
        }

        @Override
        public void leave() {
            effects.add("leave");
        }

        @Override
        public void failed(Failure failure) {
            effects.add("failed " + failure.code());
        }

        @Override
        public void wakeAt(double atMs) {
            effects.add("wakeAt " + atMs);
        }
    }
}
