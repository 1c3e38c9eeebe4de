package org.tabularium.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.wire.Durability;

/** A scheduler in term 3, with an engine and a store that do what the test says. */
abstract class SchedulerRig {
    static final int IDLE_MS = 5_000;
    static final Failure SQL_ERROR = Failure.of(ErrorCode.SQL_ERROR, "no", Outcome.ROLLED_BACK);
    static final Failure HALF_DONE = Failure.of(ErrorCode.SQL_ERROR, "no", Outcome.UNKNOWN);
    static final Failure FLUSH_FAILED = Failure.of(ErrorCode.FLUSH_FAILED, "full", Outcome.UNKNOWN);
    static final Failure DEAD = Failure.of(ErrorCode.ENGINE_DIED, "dead", Outcome.UNKNOWN);

    final SchedulerWords out = new SchedulerWords();
    Scheduler scheduler = new Scheduler(3, false, List.of());
    double nowMs;
    /** Whether the open transaction has changed something. */
    private boolean isChanged;

    /** The scheduler of a leader that found this in its journal. */
    final void leadWith(Entry... found) {
        scheduler = new Scheduler(3, false, List.of(found));
    }

    /** The scheduler of an engine that runs calls while it flushes. */
    final void flushAside() {
        scheduler = new Scheduler(3, true, List.of());
    }

    static Job read(String session, int number) {
        return job(session, number, query(session, number, true), 0, Durability.DISK);
    }

    static Job write(String session, int number) {
        return job(session, number, query(session, number, false), 0, Durability.DISK);
    }

    static Job memoryWrite(String session, int number) {
        return job(session, number, query(session, number, false), 0, Durability.MEMORY);
    }

    static Job script(String session, int number) {
        return job(session, number, new EngineCall.Script(text(session, number), null, 0), 0, Durability.DISK);
    }

    static Job begin(String session, int number) {
        return job(session, number, new EngineCall.Begin(), number, Durability.DISK);
    }

    static Job inTransaction(String session, int number, int transaction) {
        return job(session, number, query(session, number, false), transaction, Durability.DISK);
    }

    static Job readInTransaction(String session, int number, int transaction) {
        return job(session, number, query(session, number, true), transaction, Durability.DISK);
    }

    static Job commit(String session, int number, int transaction) {
        return job(session, number, new EngineCall.Commit(null), transaction, Durability.DISK);
    }

    static Job rollback(String session, int number, int transaction) {
        return job(session, number, new EngineCall.Rollback(), transaction, Durability.DISK);
    }

    static Job sync(String session, int number, Commit awaited) {
        return new Job(session, number, 0, null, 0, true, false, Durability.DISK, 0, awaited);
    }

    static Job recall(Job of) {
        return asked(of, of.settledBelow(), true);
    }

    static Job settlingBelow(int number, Job of) {
        return asked(of, number, of.isRecall());
    }

    private static Job asked(Job of, int settledBelow, boolean isRecall) {
        return new Job(
                of.session(),
                of.number(),
                settledBelow,
                of.call(),
                of.transaction(),
                of.isRead(),
                isRecall,
                of.level(),
                of.idleMs(),
                of.awaited());
    }

    private static Job job(String session, int number, EngineCall call, int transaction, Durability level) {
        boolean isRead = call instanceof EngineCall.Query query && query.isRead();
        return new Job(session, number, 0, call, transaction, isRead, false, level, IDLE_MS, Commit.NONE);
    }

    private static EngineCall query(String session, int number, boolean isRead) {
        return new EngineCall.Query(text(session, number), isRead, null);
    }

    private static SchedulerWords.Text text(String session, int number) {
        return new SchedulerWords.Text(session + number);
    }

    final void submit(Job job) {
        scheduler.step(new SchedulerInput.Submit(job), nowMs, out);
    }

    /** Opens a transaction. */
    final void opened(String session, int number) {
        submit(begin(session, number));
        doneInTransaction();
    }

    /** The engine has done what it was asked. */
    final void done() {
        executed(null, false, isWriting(out.lastCall()));
    }

    /** The engine has done what it was asked, and has an open transaction. */
    final void doneInTransaction() {
        executed(null, true, isWriting(out.lastCall()));
    }

    /** The engine has done what it was asked, and it changed nothing. */
    final void doneWithoutEffect() {
        executed(null, false, false);
    }

    /** The statement failed. */
    final void failed() {
        executed(SQL_ERROR, false, false);
    }

    /** The script failed after parts of it had committed. */
    final void failedHalfWay() {
        executed(HALF_DONE, false, true);
    }

    private boolean isWriting(EngineCall call) {
        return call instanceof EngineCall.Query query && !query.isRead()
                || call instanceof EngineCall.Script
                || call instanceof EngineCall.Commit && isChanged;
    }

    final void executed(Failure failure, boolean isInTransaction, boolean hasWritten) {
        isChanged = isInTransaction && (isChanged || hasWritten);
        Execution execution = new Execution(failure, null, false, isInTransaction, hasWritten, Changes.NONE, List.of());
        scheduler.step(new SchedulerInput.Executed(execution), nowMs, out);
    }

    final void flushed() {
        scheduler.step(new SchedulerInput.Flushed(null), nowMs, out);
    }

    final void flushFailed() {
        scheduler.step(new SchedulerInput.Flushed(FLUSH_FAILED), nowMs, out);
    }

    final void cancel(String session, int number) {
        scheduler.step(new SchedulerInput.Cancel(session, number), nowMs, out);
    }

    /** The session has lost its connection, or changed it. */
    final void ended(String session) {
        scheduler.step(new SchedulerInput.SessionEnded(session), nowMs, out);
    }

    /** The tab of the session is dead or put away. */
    final void gone(String session) {
        scheduler.step(new SchedulerInput.SessionGone(session), nowMs, out);
    }

    final void drainUntil(double untilMs) {
        scheduler.step(new SchedulerInput.Drain(untilMs), nowMs, out);
    }

    final void abandon(Failure failure) {
        scheduler.step(new SchedulerInput.Abandon(failure), nowMs, out);
    }

    final void tickAt(double atMs) {
        nowMs = atMs;
        scheduler.step(new SchedulerInput.Tick(), nowMs, out);
    }

    final void assertTook(String... expected) {
        assertEquals(List.of(expected), out.took());
    }
}
