package org.tabularium.schedule;

import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Invariant;
import org.tabularium.base.Outcome;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
import org.tabularium.wire.Durability;

/** Feeds one engine from many sessions; the package says what holds. */
public final class Scheduler {
    private final Waiting waiting = new Waiting();
    private final Flushes flushes = new Flushes();
    private final Journal journal;
    private final boolean flushesAside;
    private Job running;
    private boolean isRecalling;
    private boolean isRunningAbandoned;
    private Execution unmanaged;
    private Transaction open;
    private Commit commit;
    private boolean isDraining;
    private boolean isDrained;
    private double drainUntilMs;

    /**
     * A scheduler for the engine of one term, and what its journal holds.
     *
     * @param flushesAside whether the engine runs calls while it flushes
     */
    public Scheduler(int term, boolean flushesAside, List<Entry> found) {
        this.flushesAside = flushesAside;
        commit = new Commit(term, 0);
        journal = new Journal(found);
    }

    /** Applies one input; what the node must do follows, in order, in {@code out}. */
    public void step(SchedulerInput input, double nowMs, SchedulerEffects out) {
        input.applyTo(this, nowMs, out);
        goOn(nowMs, out);
    }

    /** The last commit. */
    public Commit commit() {
        return commit;
    }

    /** The sessions the journal remembers something of. */
    public List<String> rememberedSessions() {
        return journal.sessions();
    }

    void submit(Job job, double nowMs, SchedulerEffects out) {
        if (!job.isInternal()) {
            if (job.number() > 0 && journal.isSettled(job.session(), job.number())) {
                answer(job, Refusals.stale(), out);
                return;
            }
            journal.settled(job.session(), job.settledBelow());
            if (isOnItsWay(job)) {
                return;
            }
        }
        if (job.transaction() != 0 && !job.isBegin()) {
            submitToTransaction(job, out);
        } else if (isDraining) {
            if (!job.isInternal()) {
                out.moved(job, false);
            }
        } else if (job.call() == null) {
            sync(job, nowMs, out);
        } else {
            waiting.add(job);
        }
    }

    /** Sent once more by a tab that has changed its connection: the answer to the first goes to the new one. */
    private boolean isOnItsWay(Job job) {
        boolean isRunning = running != null && running.isSame(job) && !job.isBegin();
        isRunningAbandoned &= !isRunning;
        return isRunning || flushes.holds(job.session(), job.number());
    }

    private void submitToTransaction(Job job, SchedulerEffects out) {
        if (open != null && open.owns(job) && !open.mustRollBack) {
            waiting.addOfTransaction(job);
        } else if (!job.isRecall()) {
            answer(job, transactionOver(), out);
        } else if (isDraining) {
            out.moved(job, false);
        } else {
            waiting.add(job);
        }
    }

    /** Why a transaction has ended that was not asked to. */
    private Execution transactionOver() {
        return isDraining ? Refusals.transactionHandedOver() : Refusals.transactionClosed(Outcome.ROLLED_BACK);
    }

    private void sync(Job job, double nowMs, SchedulerEffects out) {
        if (job.awaited().isAfter(commit)) {
            answer(job, Refusals.unknownCommit(), out);
            return;
        }
        Execution done = Execution.done(null, false, false, Changes.NONE);
        if (flushes.isAnythingUnkept() && job.awaited().term() == commit.term()) {
            flushes.dirtied(nowMs);
            flushes.await(job, done, commit, nowMs);
        } else {
            out.answered(job, done, commit, Durability.DISK);
        }
    }

    void cancel(String session, int number, SchedulerEffects out) {
        boolean endsTransaction = waiting.holdsEndOfTransaction(session, number);
        // What took effect under an earlier leader has begun, though it waits for its turn to be told so.
        if (journal.find(session, number) == null && waiting.remove(session, number)) {
            out.withdrawn(session, number);
            if (endsTransaction) {
                // Its tab is done with the transaction, and would let all others wait until that is idle for too long.
                open.mustRollBack = true;
            }
        } else if ((running != null && running.is(session, number))
                || flushes.holds(session, number)
                || waiting.holds(session, number)) {
            out.begun(session, number);
        }
    }

    void sessionEnded(String session) {
        waiting.forget(session);
        if (open != null && open.session.equals(session)) {
            waiting.endTransaction(late -> {});
            open.mustRollBack = true;
        }
        isRunningAbandoned |= running != null && running.session().equals(session);
    }

    void sessionGone(String session, double nowMs) {
        journal.gone(session, nowMs);
    }

    void drain(double untilMs, SchedulerEffects out) {
        isDraining = true;
        drainUntilMs = untilMs;
        waiting.moveAll(job -> out.moved(job, false));
    }

    void tick(double nowMs) {
        if (open == null) {
            return;
        }
        boolean isIdle = running == null && !waiting.hasOfTransaction();
        boolean isIdleTooLong = isIdle && nowMs >= open.idleUntilMs;
        boolean isDrainOver = isDraining && nowMs >= drainUntilMs;
        open.mustRollBack |= isIdleTooLong || isDrainOver;
    }

    void executed(Execution execution, double nowMs, SchedulerEffects out) {
        Job job = running;
        Invariant.check(job != null, "the engine answers what it was asked");
        running = null;
        flushes.jobRan();
        if (unmanaged != null) {
            Execution refusal = unmanaged;
            unmanaged = null;
            finish(job, refusal, nowMs, out);
        } else if (open != null) {
            executedInTransaction(job, execution, nowMs, out);
        } else if (job.isBegin()) {
            if (execution.succeeded()) {
                open = new Transaction(job, nowMs);
                open.mustRollBack = isRunningAbandoned;
            }
            answerIfHeard(job, execution, out);
        } else if (execution.isInTransaction()) {
            // A script can have committed parts before the one that left a transaction open.
            boolean hasParts = job.isScript() && execution.hasWritten();
            unmanaged = Refusals.transactionUnmanaged(hasParts, execution.changes());
            running = job;
            out.execute(job, new EngineCall.Rollback());
        } else {
            finish(job, execution, nowMs, out);
        }
    }

    private void executedInTransaction(Job job, Execution execution, double nowMs, SchedulerEffects out) {
        if (job.isInternal()) {
            open = null;
            if (execution.hasWritten()) {
                commit = commit.next();
                out.committed(commit, execution.changes());
                flushes.dirtied(nowMs);
            }
            return;
        }
        if (execution.isInTransaction()) {
            journal.ran(false, execution);
            open.used(nowMs);
            answerIfHeard(job, execution, out);
            return;
        }
        // COMMIT, ROLLBACK, or a statement of the application's own that ended the transaction.
        open = null;
        waiting.endTransaction(late -> answer(late, Refusals.transactionClosed(Outcome.NOT_RUN), out));
        finish(job, execution, nowMs, out);
    }

    private void finish(Job job, Execution execution, double nowMs, SchedulerEffects out) {
        boolean hasCommitted = execution.hasWritten();
        journal.ran(hasCommitted, execution);
        if (hasCommitted) {
            commit = commit.next();
            out.committed(commit, execution.changes());
        }
        boolean isCapture = job.call() instanceof EngineCall.Watch || job.call() instanceof EngineCall.Unwatch;
        if (hasCommitted || isCapture) {
            flushes.dirtied(nowMs);
        }
        if (hasCommitted || (isRecalling && flushes.isAnythingUnkept())) {
            flushes.await(job, execution, commit, nowMs);
        } else if (isRecalling && execution.succeeded()) {
            out.answered(job, execution, commit, Durability.DISK);
        } else {
            answerIfHeard(job, execution, out);
        }
    }

    /**
     * Answers what changed nothing, unless its connection went while it ran. The tab asks again on its next one; an
     * answer to the first would cross the second, which then would be run although the tab had seen the end.
     */
    private void answerIfHeard(Job job, Execution execution, SchedulerEffects out) {
        if (!isRunningAbandoned) {
            answer(job, execution, out);
        }
    }

    void flushed(Failure failure, double nowMs, SchedulerEffects out) {
        Invariant.check(flushes.isUnderWay(), "only a flush that was asked for ends");
        if (failure == null) {
            for (Flushes.Waiter waiter : flushes.ended()) {
                out.answered(waiter.job, waiter.execution, waiter.commit, flushes.level());
            }
            return;
        }
        Failure pending = Failure.of(failure.code(), failure.message(), Outcome.PENDING);
        for (Flushes.Waiter waiter : flushes.failed(nowMs)) {
            out.answered(waiter.job, Execution.failed(pending, false), waiter.commit, Durability.MEMORY);
        }
    }

    void abandon(Failure failure, SchedulerEffects out) {
        isDrained = true;
        boolean hasDiedInFlush = failure != null && flushes.isUnderWay() && running == null;
        for (Flushes.Waiter waiter : flushes.abandon()) {
            if (hasDiedInFlush) {
                out.doubted(waiter.job, failure);
            } else {
                out.moved(waiter.job, true);
            }
        }
        if (running != null && !running.isInternal()) {
            if (running.transaction() != 0 && !running.isBegin() && !running.isCommit()) {
                answer(running, Refusals.transactionDied(), out);
            } else if (running.isBegin() || running.isCommit() || failure == null) {
                out.moved(running, true);
            } else {
                out.doubted(running, failure);
            }
        }
        waiting.endTransaction(late -> answer(late, Refusals.transactionDied(), out));
        waiting.moveAll(job -> out.moved(job, false));
    }

    /** Starts the next call or flush, if the engine is free and there is one. */
    private void goOn(double nowMs, SchedulerEffects out) {
        while (running == null && !isDrained && (flushesAside || !flushes.isUnderWay())) {
            if (open != null && open.mustRollBack) {
                waiting.endTransaction(late -> answer(late, transactionOver(), out));
                Job rollback = Job.internal(0, new EngineCall.Rollback());
                run(rollback, rollback.call(), out);
                return;
            }
            Job next = mustFlushFirst(nowMs) ? null : open != null ? waiting.nextOfTransaction() : waiting.next();
            if (next != null) {
                begin(next, nowMs, out);
            } else if (flushes.isUnderWay()) {
                return;
            } else if (flushes.isPossible(nowMs) && isFlushWorthNow(nowMs)) {
                out.flush(flushes.begin(nowMs));
            } else if (isDraining && open == null) {
                isDrained = true;
                for (Flushes.Waiter waiter : flushes.abandon()) {
                    out.moved(waiter.job, true);
                }
                out.drained();
            } else {
                wake(nowMs, out);
                return;
            }
        }
    }

    private boolean mustFlushFirst(double nowMs) {
        return flushes.isUnderWay() ? flushes.isGroupFull() : flushes.isUrgent(nowMs);
    }

    private boolean isFlushWorthNow(double nowMs) {
        return flushes.isWorthNow(nowMs, open != null && !flushesAside) || (isDraining && open == null);
    }

    /**
     * Runs a job, unless the journal has its answer or it is not to be run any more. What was sent once more just
     * before its first answer came has ended in the tab by now, and the journal may have forgotten it.
     */
    private void begin(Job job, double nowMs, SchedulerEffects out) {
        if (job.isJournaled() && journal.isSettled(job.session(), job.number())) {
            answer(job, Refusals.stale(), out);
            return;
        }
        Entry entry = job.isJournaled() ? journal.find(job.session(), job.number()) : null;
        if (entry == null && job.isRecall()) {
            out.notKept(job);
        } else if (entry == null) {
            Note note = job.isJournaled() ? journal.claim(job.session(), job.number(), nowMs) : null;
            run(job, job.isJournaled() ? job.callWith(note, 0) : job.call(), out);
        } else if (entry.progress() == Entry.DONE) {
            run(job, new EngineCall.Recall(entry.note()), out);
        } else if (entry.progress() == Entry.BEGUN || job.isRecall()) {
            answer(job, Refusals.notRepeated(), out);
        } else {
            run(job, job.callWith(journal.resume(entry), entry.progress()), out);
        }
    }

    private void run(Job job, EngineCall call, SchedulerEffects out) {
        running = job;
        isRecalling = call instanceof EngineCall.Recall;
        isRunningAbandoned = false;
        out.execute(job, call);
    }

    private void answer(Job job, Execution execution, SchedulerEffects out) {
        out.answered(job, execution, commit, Durability.MEMORY);
    }

    private void wake(double nowMs, SchedulerEffects out) {
        if (flushes.isWanted()) {
            out.wakeAt(flushes.nextMs());
        }
        if (open != null) {
            out.wakeAt(isDraining ? Math.min(open.idleUntilMs, drainUntilMs) : open.idleUntilMs);
        }
    }
}
