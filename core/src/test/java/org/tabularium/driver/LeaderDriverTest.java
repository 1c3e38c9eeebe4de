package org.tabularium.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;
import org.tabularium.base.Completion;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.node.LeaderInput;
import org.tabularium.node.LeaderNode;
import org.tabularium.port.Engine;
import org.tabularium.port.LeaderHost;
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

class LeaderDriverTest {
    private static final Failure FENCED = Failure.of(ErrorCode.FENCED, "another leader's", Outcome.UNKNOWN);
    private static final Failure BROKEN = Failure.of(ErrorCode.STORAGE_UNAVAILABLE, "broken", Outcome.NOT_RUN);

    private final List<String> effects = new ArrayList<>();
    private final List<SlowEngine> engines = new ArrayList<>();
    private final LeaderDriver driver = new LeaderDriver(
            new LeaderNode(new Holder("me", null, null, Protocol.BUILD), 10_000), new QuietHost(), this::newEngine);

    @Test
    void everyLeadershipHasAFreshEngine() {
        lead();
        engines.get(0).opening.done(opened(1));
        driver.input(new LeaderInput.Resign(false));
        engines.get(0).closing.done(null);
        driver.input(new LeaderInput.LockGranted(false));
        driver.input(new LeaderInput.LockProven());
        assertEquals(2, engines.size());
        engines.get(1).opening.done(opened(2));
        assertEquals(List.of("proveLock", "announce 1", "releaseLock", "proveLock", "announce 2"), effects);
    }

    @Test
    void anEngineThatAnswersAfterItWasClosedIsNotHeard() {
        lead();
        driver.input(new LeaderInput.LockLost(BROKEN));
        engines.get(0).opening.done(opened(1));
        assertFalse(driver.node().isLeading());
        engines.get(0).closing.done(null);
        assertEquals(List.of("proveLock", "unserved", "releaseLock"), effects);
    }

    @Test
    void aBugThatAnEnginesAnswerBringsUpEndsTheProcess() {
        lead();
        engines.get(0).opening.done(opened(1));
        engines.get(0).opening.done(opened(1));
        assertEquals(List.of("proveLock", "announce 1", "broken"), effects);
    }

    @Test
    void theLockIsReleasedAlsoWhenTheEngineClosesBadly() {
        lead();
        engines.get(0).opening.failed(BROKEN);
        engines.get(0).closing.failed(BROKEN);
        assertTrue(effects.contains("releaseLock"));
    }

    @Test
    void aLockThatIsLostBeforeAnEngineIsOpenIsLetGoOf() {
        driver.input(new LeaderInput.Start());
        driver.input(new LeaderInput.LockLost(BROKEN));
        assertEquals(List.of("unserved", "releaseLock"), effects);
    }

    @Test
    void aFlushIsPassedOnAtItsLevel() {
        write();
        engines.get(0).execution.done(Execution.done(null, false, true, Changes.NONE));
        assertEquals(Durability.DISK, engines.get(0).level);
        effects.clear();
        engines.get(0).flushing.done(null);
        assertEquals(List.of("send Reply"), effects);
    }

    @Test
    void theFlushOfAnEngineThatWasClosedIsNotHeard() {
        write();
        engines.get(0).execution.done(Execution.done(null, false, true, Changes.NONE));
        driver.input(new LeaderInput.LockLost(BROKEN));
        effects.clear();
        engines.get(0).flushing.failed(FENCED);
        assertEquals(List.of(), effects);
    }

    @Test
    void aFencedLeaderTouchesItsEngineNoMore() {
        write();
        engines.get(0).execution.done(Execution.done(null, false, true, Changes.NONE));
        effects.clear();
        engines.get(0).flushing.failed(FENCED);
        driver.input(new LeaderInput.Resign(true));
        assertEquals(List.of("fenced"), effects);
        assertNull(engines.get(0).closing);
    }

    @Test
    void whatTheEngineOfAFencedLeaderSaysIsNotHeard() {
        write();
        driver.input(new LeaderInput.LockStolen());
        effects.clear();
        engines.get(0).execution.done(Execution.done(null, false, true, Changes.NONE));
        assertEquals(List.of(), effects);
        assertNull(engines.get(0).flushing);
    }

    /** Has the engine run a write of a tab. */
    private void write() {
        lead();
        engines.get(0).opening.done(opened(1));
        driver.input(new LeaderInput.Received(1, new ToLeader.Hello("a", null, null, Protocol.BUILD, 0, 1)));
        driver.input(new LeaderInput.Received(
                1,
                new ToLeader.Request(1, 0, Operation.QUERY, false, false, 0, Durability.DISK, 0, Commit.NONE, null)));
    }

    private void lead() {
        driver.input(new LeaderInput.Start());
        driver.input(new LeaderInput.LockGranted(false));
        driver.input(new LeaderInput.LockProven());
    }

    private SlowEngine newEngine() {
        SlowEngine engine = new SlowEngine();
        engines.add(engine);
        return engine;
    }

    private static Opened opened(int term) {
        return new Opened(term, false, "test", "memory", false, List.of());
    }

    /** An engine that ends each operation when the test says so. */
    private static final class SlowEngine implements Engine {
        Completion<Opened> opening;
        Completion<Void> closing;
        Completion<Execution> execution;
        Completion<Void> flushing;
        Durability level;

        @Override
        public void open(int termFloor, boolean isStolen, Completion<Opened> completion) {
            opening = completion;
        }

        @Override
        public void execute(EngineCall call, Completion<Execution> completion) {
            execution = completion;
        }

        @Override
        public void flush(Durability asked, Completion<Void> completion) {
            level = asked;
            flushing = completion;
        }

        @Override
        public void close(Completion<Void> completion) {
            closing = completion;
        }
    }

    private final class QuietHost implements LeaderHost {
        @Override
        public double nowMs() {
            return 0;
        }

        @Override
        public void wakeAt(double atMs) {
            // The test says when time passes.
        }

        @Override
        public void log(String text) {
            // Nobody reads it.
        }

        @Override
        public void requestLock() {
            // The test grants it.
        }

        @Override
        public void stealLock() {
            effects.add("stealLock");
        }

        @Override
        public void proveLock() {
            effects.add("proveLock");
        }

        @Override
        public void runs(String session, int number) {
            effects.add("runs " + session + number);
        }

        @Override
        public void releaseLock() {
            effects.add("releaseLock");
        }

        @Override
        public void announce(int term) {
            effects.add("announce " + term);
        }

        @Override
        public void unserved(Failure failure) {
            effects.add("unserved");
        }

        @Override
        public void send(int connection, ToClient message) {
            effects.add("send " + message.getClass().getSimpleName());
        }

        @Override
        public void close(int connection) {
            throw new AssertionError("nobody is connected");
        }

        @Override
        public void watch(String session, int term) {
            effects.add("watch " + session);
        }

        @Override
        public void stopped() {
            effects.add("stopped");
        }

        @Override
        public void fenced() {
            effects.add("fenced");
        }

        @Override
        public void broken(RuntimeException bug) {
            effects.add("broken");
        }
    }
}
