package org.tabularium.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;

class SchedulerTest {
    private static final int IDLE_MS = 5_000;
    private static final Failure SQL_ERROR = Failure.of(ErrorCode.SQL_ERROR, "no", Outcome.ROLLED_BACK);
    private static final Failure HALF_DONE = Failure.of(ErrorCode.SQL_ERROR, "no", Outcome.UNKNOWN);
    private static final Failure FLUSH_FAILED = Failure.of(ErrorCode.FLUSH_FAILED, "full", Outcome.UNKNOWN);

    private record Text(String text) implements Payload {}

    private final Scheduler scheduler = new Scheduler(3);
    private final Recorder out = new Recorder();
    private double nowMs;

    @Test
    void readsRunInOrderAndWaitForNoFlush() {
        submit(read("a", 1));
        submit(read("b", 1));
        assertTook("run a1");
        done();
        assertTook("a1 ok at 3.0", "run b1");
        done();
        assertTook("b1 ok at 3.0");
    }

    @Test
    void writesThatAwaitTheFlushShareOne() {
        submit(write("a", 1));
        submit(write("b", 1));
        submit(read("a", 2));
        done();
        done();
        assertTook("run a1", "commit 3.1", "run b1", "commit 3.2", "run a2");
        done();
        assertTook("a2 ok at 3.2", "flush");
        submit(read("a", 3));
        assertTook();
        flushed(null);
        assertTook("a1 ok at 3.1", "b1 ok at 3.2", "run a3");
    }

    @Test
    void aWriteThatRanDuringNoFlushWaitsForTheNext() {
        submit(write("a", 1));
        done();
        submit(write("b", 1));
        out.took();
        flushed(null);
        assertTook("a1 ok at 3.1", "run b1");
        done();
        assertTook("commit 3.2", "flush");
    }

    @Test
    void aWriteToMemoryIsAnsweredAtOnceAndFlushedSoon() {
        submit(memoryWrite("a", 1));
        done();
        assertTook("run a1", "commit 3.1", "a1 ok at 3.1", "wakeAt 100.0");
        tickAt(99);
        assertTook("wakeAt 100.0");
        tickAt(100);
        assertTook("flush");
        flushed(null);
        assertTook();
    }

    @Test
    void aFlushIsNotPutOffForEver() {
        submit(memoryWrite("a", 1));
        done();
        submit(read("a", 2));
        submit(read("a", 3));
        out.took();
        nowMs = 100;
        done();
        assertTook("a2 ok at 3.1", "flush");
        flushed(null);
        assertTook("run a3");
    }

    @Test
    void aFullGroupIsFlushedThoughMoreIsWaiting() {
        for (int i = 0; i <= Scheduler.GROUP_LIMIT + 1; i++) {
            submit(write("a", i));
        }
        for (int i = 0; i <= Scheduler.GROUP_LIMIT; i++) {
            done();
        }
        List<String> took = out.took();
        assertEquals("flush", took.get(took.size() - 1));
    }

    @Test
    void aFailedFlushFailsWhatWaitedForItAndIsTriedAgain() {
        submit(write("a", 1));
        done();
        out.took();
        flushed(FLUSH_FAILED);
        assertTook("a1 FLUSH_FAILED UNKNOWN at 3.1", "wakeAt 1000.0");
        tickAt(1_000);
        assertTook("flush");
    }

    @Test
    void aStatementThatFailedCommitsNothing() {
        submit(write("a", 1));
        failed(SQL_ERROR);
        assertTook("run a1", "a1 SQL_ERROR ROLLED_BACK at 3.0");
    }

    @Test
    void aScriptThatFailedHalfWayMayHaveCommitted() {
        submit(write("a", 1));
        failed(HALF_DONE);
        assertTook("run a1", "commit 3.1", "flush");
        flushed(null);
        assertTook("a1 SQL_ERROR UNKNOWN at 3.1");
    }

    @Test
    void aTransactionHasTheEngineForItself() {
        begin("a", 1);
        submit(write("b", 1));
        submit(inTransaction("a", 2, 1));
        assertTook("run BEGIN", "a1 ok at 3.0", "wakeAt 5000.0", "wakeAt 5000.0", "run a2");
        doneInTransaction();
        assertTook("a2 ok at 3.0", "wakeAt 5000.0");
        submit(end("a", 3, 1, new EngineCall.Commit()));
        done();
        assertTook("run COMMIT", "commit 3.1", "run b1");
        done();
        assertTook("commit 3.2", "flush");
        flushed(null);
        assertTook("a3 ok at 3.1", "b1 ok at 3.2");
    }

    @Test
    void aTransactionThatOnlyReadCommitsNothing() {
        begin("a", 1);
        out.took();
        submit(end("a", 2, 1, new EngineCall.Commit()));
        done();
        assertTook("run COMMIT", "a2 ok at 3.0");
    }

    @Test
    void aRollbackCommitsNothing() {
        begin("a", 1);
        submit(inTransaction("a", 2, 1));
        doneInTransaction();
        out.took();
        submit(end("a", 3, 1, new EngineCall.Rollback()));
        done();
        assertTook("run ROLLBACK", "a3 ok at 3.0");
    }

    @Test
    void aTransactionEndedByItsOwnStatementTakesNoMore() {
        begin("a", 1);
        submit(inTransaction("a", 2, 1));
        submit(inTransaction("a", 3, 1));
        out.took();
        done();
        assertTook("a3 TX_CLOSED NOT_RUN at 3.0", "commit 3.1", "flush");
        submit(inTransaction("a", 4, 1));
        assertTook("a4 TX_CLOSED NOT_RUN at 3.1");
    }

    @Test
    void nobodyElsesTransactionCanBeUsed() {
        begin("a", 1);
        out.took();
        submit(inTransaction("b", 2, 1));
        assertTook("b2 TX_CLOSED NOT_RUN at 3.0", "wakeAt 5000.0");
    }

    @Test
    void anIdleTransactionIsRolledBack() {
        begin("a", 1);
        submit(write("b", 1));
        out.took();
        tickAt(IDLE_MS - 1);
        assertTook("wakeAt 5000.0");
        tickAt(IDLE_MS);
        assertTook("run ROLLBACK");
        submit(inTransaction("a", 2, 1));
        assertTook("a2 TX_CLOSED NOT_RUN at 3.0");
        done();
        assertTook("run b1");
    }

    @Test
    void aDeadTabsTransactionIsRolledBackAtOnce() {
        begin("a", 1);
        submit(write("b", 1));
        out.took();
        scheduler.step(new Scheduler.SessionGone("a"), nowMs, out);
        assertTook("run ROLLBACK");
        done();
        assertTook("run b1");
    }

    @Test
    void aDeadTabsStatementEndsBeforeItsTransactionIsRolledBack() {
        begin("a", 1);
        submit(inTransaction("a", 2, 1));
        submit(inTransaction("a", 3, 1));
        out.took();
        scheduler.step(new Scheduler.SessionGone("a"), nowMs, out);
        assertTook();
        doneInTransaction();
        assertTook("a2 ok at 3.0", "run ROLLBACK");
    }

    @Test
    void aDeadTabsTransactionThatIsJustOpeningIsRolledBackUnheard() {
        submit(new Job("a", 1, new EngineCall.Begin(), 1, false, false, IDLE_MS));
        out.took();
        scheduler.step(new Scheduler.SessionGone("a"), nowMs, out);
        doneInTransaction();
        assertTook("run ROLLBACK");
    }

    @Test
    void whatADeadTabHadQueuedIsDropped() {
        submit(read("b", 1));
        submit(write("a", 1));
        submit(read("b", 2));
        submit(write("a", 2));
        scheduler.step(new Scheduler.SessionGone("a"), nowMs, out);
        done();
        done();
        assertTook("run b1", "b1 ok at 3.0", "run b2", "b2 ok at 3.0");
    }

    @Test
    void aStatementThatLeavesATransactionOpenIsRolledBack() {
        submit(write("a", 1));
        out.took();
        doneInTransaction();
        assertTook("run ROLLBACK");
        done();
        assertTook("a1 TX_UNMANAGED ROLLED_BACK at 3.0");
    }

    @Test
    void aScriptThatLeavesATransactionOpenMayHaveCommittedBefore() {
        submit(new Job("a", 1, new EngineCall.Script(new Text("a1")), 0, false, false, 0));
        doneInTransaction();
        out.took();
        done();
        assertTook("commit 3.1", "a1 TX_UNMANAGED UNKNOWN at 3.1", "wakeAt 100.0");
    }

    @Test
    void aJobThatHasNotBegunIsWithdrawn() {
        submit(write("a", 1));
        submit(write("a", 2));
        out.took();
        cancel("a", 2);
        cancel("a", 1);
        cancel("b", 1);
        assertTook("withdrawn a2", "begun a1");
        done();
        cancel("a", 1);
        assertTook("commit 3.1", "flush", "begun a1");
        flushed(null);
        cancel("a", 1);
        assertTook("a1 ok at 3.1");
    }

    @Test
    void aStatementOfATransactionThatHasNotBegunIsWithdrawn() {
        begin("a", 1);
        submit(inTransaction("a", 2, 1));
        submit(inTransaction("a", 3, 1));
        out.took();
        cancel("a", 3);
        assertTook("withdrawn a3");
    }

    @Test
    void drainingMovesWhatHasNotBegunAndFlushesTheRest() {
        submit(write("a", 1));
        submit(write("b", 1));
        out.took();
        drainUntil(2_000);
        submit(write("c", 1));
        assertTook("moved b1", "moved c1");
        done();
        assertTook("commit 3.1", "flush");
        flushed(null);
        assertTook("a1 ok at 3.1", "drained");
        tickAt(5_000);
        assertTook();
    }

    @Test
    void drainingFlushesWhatNobodyWaitsFor() {
        submit(memoryWrite("a", 1));
        done();
        out.took();
        drainUntil(2_000);
        assertTook("flush");
        flushed(FLUSH_FAILED);
        assertTook("drained");
    }

    @Test
    void drainingLetsATransactionEnd() {
        begin("a", 1);
        out.took();
        drainUntil(2_000);
        submit(inTransaction("a", 2, 1));
        doneInTransaction();
        submit(end("a", 3, 1, new EngineCall.Commit()));
        assertTook("wakeAt 2000.0", "run a2", "a2 ok at 3.0", "wakeAt 2000.0", "run COMMIT");
        done();
        assertTook("commit 3.1", "flush");
        flushed(null);
        assertTook("a3 ok at 3.1", "drained");
    }

    @Test
    void drainingEndsATransactionThatTakesTooLong() {
        begin("a", 1);
        submit(inTransaction("a", 2, 1));
        submit(inTransaction("a", 3, 1));
        drainUntil(2_000);
        out.took();
        tickAt(2_000);
        assertTook();
        doneInTransaction();
        assertTook("a2 ok at 3.0", "a3 TX_CLOSED ROLLED_BACK at 3.0", "run ROLLBACK");
        done();
        assertTook("drained");
    }

    @Test
    void whenTheEngineDiesEverythingEnds() {
        submit(write("a", 1));
        done();
        submit(write("b", 1));
        submit(read("c", 1));
        flushed(null);
        submit(write("d", 1));
        out.took();
        scheduler.step(new Scheduler.Abandon(), nowMs, out);
        assertTook("b1 ENGINE_DIED UNKNOWN at 3.1", "moved c1", "moved d1");
    }

    @Test
    void whenTheEngineDiesARunningReadGoesToTheNextLeader() {
        submit(read("a", 1));
        out.took();
        scheduler.step(new Scheduler.Abandon(), nowMs, out);
        assertTook("moved a1");
    }

    @Test
    void whenTheEngineDiesUnflushedWritesAreUnknown() {
        submit(write("a", 1));
        done();
        out.took();
        scheduler.step(new Scheduler.Abandon(), nowMs, out);
        assertTook("a1 ENGINE_DIED UNKNOWN at 3.1");
    }

    @Test
    void whenTheEngineDiesAnOpenTransactionIsGone() {
        begin("a", 1);
        submit(inTransaction("a", 2, 1));
        submit(inTransaction("a", 3, 1));
        out.took();
        scheduler.step(new Scheduler.Abandon(), nowMs, out);
        assertTook("a2 TX_ABORTED_FAILOVER ROLLED_BACK at 3.0", "a3 TX_ABORTED_FAILOVER ROLLED_BACK at 3.0");
    }

    @Test
    void whenTheEngineDiesARunningCommitIsUnknown() {
        begin("a", 1);
        submit(end("a", 2, 1, new EngineCall.Commit()));
        out.took();
        scheduler.step(new Scheduler.Abandon(), nowMs, out);
        assertTook("a2 ENGINE_DIED UNKNOWN at 3.0");
    }

    @Test
    void theLeadersOwnJobsComeAfterThoseOfSessionsButNotForEver() {
        submit(write("a", 0));
        submit(Job.internal(9, new EngineCall.Rerun(new Text("live"))));
        for (int i = 1; i <= Scheduler.OWN_PATIENCE + 1; i++) {
            submit(read("a", i));
        }
        out.took();
        for (int i = 0; i <= Scheduler.OWN_PATIENCE; i++) {
            done();
        }
        List<String> took = out.took();
        assertEquals("run live", took.get(took.size() - 1));
    }

    @Test
    void anAnswerThatNobodyAskedForIsABug() {
        assertThrows(IllegalStateException.class, this::done);
        assertThrows(IllegalStateException.class, () -> flushed(null));
    }

    private void begin(String session, int number) {
        submit(new Job(session, number, new EngineCall.Begin(), number, false, false, IDLE_MS));
        doneInTransaction();
    }

    private static Job read(String session, int number) {
        return new Job(session, number, query(session, number), 0, true, true, 0);
    }

    private static Job write(String session, int number) {
        return new Job(session, number, query(session, number), 0, false, true, 0);
    }

    private static Job memoryWrite(String session, int number) {
        return new Job(session, number, query(session, number), 0, false, false, 0);
    }

    private static Job inTransaction(String session, int number, int transaction) {
        return new Job(session, number, query(session, number), transaction, false, true, 0);
    }

    private static Job end(String session, int number, int transaction, EngineCall call) {
        return new Job(session, number, call, transaction, false, true, 0);
    }

    private static EngineCall query(String session, int number) {
        return new EngineCall.Query(new Text(session + number));
    }

    private void submit(Job job) {
        scheduler.step(new Scheduler.Submit(job), nowMs, out);
    }

    private void done() {
        executed(null, false);
    }

    private void doneInTransaction() {
        executed(null, true);
    }

    private void failed(Failure failure) {
        executed(failure, false);
    }

    private void executed(Failure failure, boolean isInTransaction) {
        Execution execution = new Execution(failure, null, isInTransaction, Changes.NONE, List.of());
        scheduler.step(new Scheduler.Executed(execution), nowMs, out);
    }

    private void flushed(Failure failure) {
        scheduler.step(new Scheduler.Flushed(failure), nowMs, out);
    }

    private void cancel(String session, int number) {
        scheduler.step(new Scheduler.Cancel(session, number), nowMs, out);
    }

    private void drainUntil(double untilMs) {
        scheduler.step(new Scheduler.Drain(untilMs), nowMs, out);
    }

    private void tickAt(double atMs) {
        nowMs = atMs;
        scheduler.step(new Scheduler.Tick(), nowMs, out);
    }

    private void assertTook(String... expected) {
        assertEquals(List.of(expected), out.took());
    }

    private static final class Recorder implements Scheduler.Effects {
        private List<String> effects = new ArrayList<>();

        List<String> took() {
            List<String> took = effects;
            effects = new ArrayList<>();
            return took;
        }

        @Override
        public void execute(EngineCall call) {
            effects.add("run " + name(call));
        }

        private static String name(EngineCall call) {
            if (call instanceof EngineCall.Query query) {
                return ((Text) query.statement()).text();
            } else if (call instanceof EngineCall.Script script) {
                return ((Text) script.script()).text();
            } else if (call instanceof EngineCall.Rerun rerun) {
                return ((Text) rerun.query()).text();
            } else if (call instanceof EngineCall.Begin) {
                return "BEGIN";
            }
            return call instanceof EngineCall.Commit ? "COMMIT" : "ROLLBACK";
        }

        @Override
        public void flush() {
            effects.add("flush");
        }

        @Override
        public void answered(Job job, Execution execution, Commit commit) {
            Failure failure = execution.failure();
            String end = failure == null ? "ok" : failure.code() + " " + failure.outcome();
            effects.add(job.session() + job.number() + " " + end + " at " + commit);
        }

        @Override
        public void moved(Job job) {
            effects.add("moved " + job.session() + job.number());
        }

        @Override
        public void withdrawn(String session, int number) {
            effects.add("withdrawn " + session + number);
        }

        @Override
        public void begun(String session, int number) {
            effects.add("begun " + session + number);
        }

        @Override
        public void committed(Commit commit, Changes changes) {
            effects.add("commit " + commit);
        }

        @Override
        public void drained() {
            effects.add("drained");
        }

        @Override
        public void wakeAt(double atMs) {
            effects.add("wakeAt " + atMs);
        }
    }
}
