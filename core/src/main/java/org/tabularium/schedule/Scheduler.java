package org.tabularium.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Invariant;
import org.tabularium.base.Outcome;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;

/** Feeds one engine from many sessions; the package says what holds. */
public final class Scheduler {
    /** How long a commit that nobody waits for may stay unwritten, in milliseconds. */
    static final int LAZY_FLUSH_MS = 100;

    /** How long after a failed flush the next is tried, in milliseconds. */
    static final int RETRY_FLUSH_MS = 1_000;

    /**
     * How long a flush waits for the end of an open transaction, which may have to be flushed as well, in milliseconds.
     */
    static final int TRANSACTION_PATIENCE_MS = 20;

    /** How many jobs may run while an answer waits for its flush. */
    static final int GROUP_LIMIT = 256;

    /** How many jobs of sessions may run while one of the leader's own waits, so that many commits share one run. */
    static final int OWN_PATIENCE = 32;

    /** What the node does for the scheduler. */
    public interface Effects {
        /** Have the engine do this; answered by {@link Executed}. */
        void execute(EngineCall call);

        /** Have the engine write everything to the store; answered by {@link Flushed}. */
        void flush();

        /** The job is done. {@code commit} is the last commit its result knows of. */
        void answered(Job job, Execution execution, Commit commit);

        /** The job was not begun and will not be here. */
        void moved(Job job);

        /** The job was not begun and is forgotten, as was asked. */
        void withdrawn(String session, int number);

        /** The job to be withdrawn has begun; its answer follows. */
        void begun(String session, int number);

        /** Something was committed. */
        void committed(Commit commit, Changes changes);

        /** Nothing is running and nothing waits for the store, as was asked. */
        void drained();

        /** Step with {@link Tick} at this time. */
        void wakeAt(double atMs);
    }

    /** What can happen to a scheduler. */
    public sealed interface Input {
        /** Applies this input; {@link Scheduler#step} goes on with the next job afterwards. */
        void applyTo(Scheduler scheduler, double nowMs, Effects out);
    }

    /** Somebody asks for a job. */
    public record Submit(Job job) implements Input {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, Effects out) {
            scheduler.submit(job, out);
        }
    }

    /** The engine did what it was asked last. */
    public record Executed(Execution execution) implements Input {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, Effects out) {
            scheduler.executed(execution, nowMs, out);
        }
    }

    /** The flush ended; {@code failure} is null when the store has everything. */
    public record Flushed(Failure failure) implements Input {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, Effects out) {
            scheduler.flushed(failure, nowMs, out);
        }
    }

    /** Somebody wants a job withdrawn. */
    public record Cancel(String session, int number) implements Input {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, Effects out) {
            scheduler.cancel(session, number, out);
        }
    }

    /** A session is gone: what it had queued is dropped, its transaction rolled back. */
    public record SessionGone(String session) implements Input {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, Effects out) {
            scheduler.forget(session);
            if (scheduler.pinned != null && scheduler.pinned.session.equals(session)) {
                scheduler.pinnedWaiting.clear();
                scheduler.pinned.mustRollBack = true;
            }
            Job running = scheduler.running;
            scheduler.isRunningAbandoned |= running != null && running.session().equals(session);
        }
    }

    /** Begin nothing new; end what has begun by {@code untilMs}. */
    public record Drain(double untilMs) implements Input {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, Effects out) {
            scheduler.isDraining = true;
            scheduler.drainUntilMs = untilMs;
            scheduler.waiting.forEach(out::moved);
            scheduler.waiting.clear();
            scheduler.ownWaiting.clear();
        }
    }

    /** The engine does nothing more: everything that was submitted ends now. */
    public record Abandon() implements Input {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, Effects out) {
            scheduler.abandon(out);
        }
    }

    /** Time passed. */
    public record Tick() implements Input {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, Effects out) {
            Pinned pinned = scheduler.pinned;
            if (pinned == null) {
                return;
            }
            boolean isIdle = scheduler.running == null && scheduler.pinnedWaiting.isEmpty();
            boolean isIdleTooLong = isIdle && nowMs >= pinned.idleUntilMs;
            boolean isDrainOver = scheduler.isDraining && nowMs >= scheduler.drainUntilMs;
            pinned.mustRollBack |= isIdleTooLong || isDrainOver;
        }
    }

    /** The open transaction. */
    private static final class Pinned {
        final String session;
        final int number;
        final int idleMs;
        double idleUntilMs;
        boolean hasWritten;
        boolean mustRollBack;

        Pinned(Job begin) {
            session = begin.session();
            number = begin.transaction();
            idleMs = begin.idleMs();
        }

        boolean owns(Job job) {
            return job.transaction() == number && job.session().equals(session);
        }
    }

    /** An answer that waits for a flush. */
    private record Unflushed(Job job, Execution execution, Commit commit) {}

    private final ArrayDeque<Job> waiting = new ArrayDeque<>();
    /** The leader's own jobs; they come after those of sessions, but not for ever. */
    private final ArrayDeque<Job> ownWaiting = new ArrayDeque<>();

    private final ArrayDeque<Job> pinnedWaiting = new ArrayDeque<>();
    private final List<Unflushed> unflushed = new ArrayList<>();
    private List<Unflushed> flushing;
    private Job running;
    private boolean isRunningAbandoned;
    private Execution unmanaged;
    private Pinned pinned;
    private Commit commit;
    private boolean isDirty;
    private double flushDueMs;
    private int runSinceUnflushed;
    private double unflushedSinceMs;
    private int runSinceOwn;
    private boolean isDraining;
    private boolean isDrained;
    private double drainUntilMs;

    /** A scheduler for the engine of one term. */
    public Scheduler(int term) {
        commit = new Commit(term, 0);
    }

    /** Applies one input; what the node must do follows, in order, in {@code out}. */
    public void step(Input input, double nowMs, Effects out) {
        input.applyTo(this, nowMs, out);
        goOn(nowMs, out);
    }

    /** The last commit. */
    public Commit commit() {
        return commit;
    }

    private void submit(Job job, Effects out) {
        boolean isBegin = job.call() instanceof EngineCall.Begin;
        if (job.transaction() != 0 && !isBegin) {
            if (pinned != null && pinned.owns(job) && !pinned.mustRollBack) {
                pinnedWaiting.add(job);
            } else {
                out.answered(job, Refusals.transactionClosed(Outcome.NOT_RUN), commit);
            }
        } else if (isDraining) {
            if (!job.isInternal()) {
                out.moved(job);
            }
        } else if (job.isInternal()) {
            ownWaiting.add(job);
        } else {
            waiting.add(job);
        }
    }

    private void cancel(String session, int number, Effects out) {
        if (remove(waiting, session, number) || remove(pinnedWaiting, session, number)) {
            out.withdrawn(session, number);
            return;
        }
        boolean isRunning = running != null && running.is(session, number);
        if (isRunning || holds(unflushed, session, number) || (flushing != null && holds(flushing, session, number))) {
            out.begun(session, number);
        }
    }

    private void executed(Execution execution, double nowMs, Effects out) {
        Job job = running;
        Invariant.check(job != null, "the engine answers what it was asked");
        running = null;
        if (!unflushed.isEmpty()) {
            runSinceUnflushed++;
        }
        if (unmanaged != null) {
            Execution refusal = unmanaged;
            unmanaged = null;
            finish(job, refusal, !job.isRead() && mayHaveCommitted(refusal), nowMs, out);
        } else if (pinned != null) {
            executedInTransaction(job, execution, nowMs, out);
        } else if (job.call() instanceof EngineCall.Begin) {
            if (execution.succeeded()) {
                pinned = new Pinned(job);
                pinned.idleUntilMs = nowMs + pinned.idleMs;
                pinned.mustRollBack = isRunningAbandoned;
            }
            if (!isRunningAbandoned) {
                out.answered(job, execution, commit);
            }
        } else if (execution.isInTransaction()) {
            // A script can have committed parts before the one that left a transaction open.
            boolean isScript = job.call() instanceof EngineCall.Script;
            Outcome outcome = isScript ? Outcome.UNKNOWN : Outcome.ROLLED_BACK;
            unmanaged = Refusals.transactionUnmanaged(outcome, execution.changes());
            running = job;
            out.execute(new EngineCall.Rollback());
        } else {
            finish(job, execution, !job.isRead() && mayHaveCommitted(execution), nowMs, out);
        }
    }

    private void executedInTransaction(Job job, Execution execution, double nowMs, Effects out) {
        if (job.isInternal()) {
            pinned = null;
            return;
        }
        pinned.hasWritten |= !job.isRead() && !(job.call() instanceof EngineCall.Commit);
        if (execution.isInTransaction()) {
            pinned.idleUntilMs = nowMs + pinned.idleMs;
            out.answered(job, execution, commit);
            return;
        }
        // COMMIT, ROLLBACK, or a statement of the application's own that ended the transaction.
        boolean isRollback = job.call() instanceof EngineCall.Rollback;
        boolean hasCommitted = pinned.hasWritten && !isRollback && mayHaveCommitted(execution);
        pinned = null;
        for (Job late : pinnedWaiting) {
            out.answered(late, Refusals.transactionClosed(Outcome.NOT_RUN), commit);
        }
        pinnedWaiting.clear();
        finish(job, execution, hasCommitted, nowMs, out);
    }

    private void finish(Job job, Execution execution, boolean hasCommitted, double nowMs, Effects out) {
        if (hasCommitted) {
            commit = commit.next();
            out.committed(commit, execution.changes());
        }
        boolean isCapture = job.call() instanceof EngineCall.Watch || job.call() instanceof EngineCall.Unwatch;
        if (hasCommitted || isCapture) {
            if (!isDirty) {
                isDirty = true;
                flushDueMs = nowMs + LAZY_FLUSH_MS;
            }
        }
        if (hasCommitted && job.awaitsFlush()) {
            if (unflushed.isEmpty()) {
                unflushedSinceMs = nowMs;
            }
            unflushed.add(new Unflushed(job, execution, commit));
        } else {
            out.answered(job, execution, commit);
        }
    }

    private void flushed(Failure failure, double nowMs, Effects out) {
        Invariant.check(flushing != null, "only a flush that was asked for ends");
        List<Unflushed> served = flushing;
        flushing = null;
        if (failure != null && !isDraining) {
            isDirty = true;
            flushDueMs = nowMs + RETRY_FLUSH_MS;
        }
        for (Unflushed answer : served) {
            Execution execution =
                    failure == null ? answer.execution() : new Execution(failure, null, false, Changes.NONE, List.of());
            out.answered(answer.job(), execution, answer.commit());
        }
    }

    private void abandon(Effects out) {
        isDrained = true;
        List<Unflushed> unconfirmed = new ArrayList<>(unflushed);
        if (flushing != null) {
            unconfirmed.addAll(0, flushing);
        }
        for (Unflushed answer : unconfirmed) {
            out.answered(answer.job(), Refusals.engineDied(), answer.commit());
        }
        if (running != null) {
            boolean isOfOpenTransaction = pinned != null && !(running.call() instanceof EngineCall.Commit);
            if (isOfOpenTransaction) {
                out.answered(running, Refusals.transactionDied(), commit);
            } else if (running.isRead() || running.call() instanceof EngineCall.Begin) {
                out.moved(running);
            } else {
                out.answered(running, Refusals.engineDied(), commit);
            }
        }
        for (Job job : pinnedWaiting) {
            out.answered(job, Refusals.transactionDied(), commit);
        }
        waiting.forEach(out::moved);
        waiting.clear();
        ownWaiting.clear();
        pinnedWaiting.clear();
        unflushed.clear();
    }

    /** Starts the next call or flush, if the engine is free and there is one. */
    private void goOn(double nowMs, Effects out) {
        if (running != null || flushing != null || isDrained) {
            return;
        }
        if (pinned != null && pinned.mustRollBack) {
            for (Job late : pinnedWaiting) {
                out.answered(late, Refusals.transactionClosed(Outcome.ROLLED_BACK), commit);
            }
            pinnedWaiting.clear();
            run(Job.internal(0, new EngineCall.Rollback()), out);
            return;
        }
        boolean isFlushOverdue = runSinceUnflushed >= GROUP_LIMIT || (isDirty && nowMs >= flushDueMs);
        Job next = isFlushOverdue ? null : next();
        if (next != null) {
            run(next, out);
        } else if (isFlushWorthNow(nowMs) || (isDirty && (nowMs >= flushDueMs || (isDraining && pinned == null)))) {
            flushing = new ArrayList<>(unflushed);
            unflushed.clear();
            isDirty = false;
            runSinceUnflushed = 0;
            out.flush();
        } else if (isDraining && pinned == null) {
            isDrained = true;
            out.drained();
        } else {
            wake(out);
        }
    }

    /** A flush keeps the engine from an open transaction, so one that is about to end goes first. */
    private boolean isFlushWorthNow(double nowMs) {
        return !unflushed.isEmpty() && (pinned == null || nowMs >= unflushedSinceMs + TRANSACTION_PATIENCE_MS);
    }

    private Job next() {
        if (pinned != null) {
            return pinnedWaiting.poll();
        }
        boolean isOwnTurn = waiting.isEmpty() || runSinceOwn >= OWN_PATIENCE;
        if (isOwnTurn && !ownWaiting.isEmpty()) {
            runSinceOwn = 0;
            return ownWaiting.poll();
        }
        if (!ownWaiting.isEmpty()) {
            runSinceOwn++;
        }
        return waiting.poll();
    }

    private void run(Job job, Effects out) {
        running = job;
        isRunningAbandoned = false;
        out.execute(job.call());
    }

    private void wake(Effects out) {
        if (isDirty) {
            out.wakeAt(unflushed.isEmpty() ? flushDueMs : unflushedSinceMs + TRANSACTION_PATIENCE_MS);
        }
        if (pinned != null) {
            out.wakeAt(isDraining ? Math.min(pinned.idleUntilMs, drainUntilMs) : pinned.idleUntilMs);
        }
    }

    /** An SQL error undoes its statement; only a script can have committed parts before it failed. */
    private static boolean mayHaveCommitted(Execution execution) {
        return execution.succeeded() || execution.failure().outcome() == Outcome.UNKNOWN;
    }

    /**
     * Drops what a session has queued. Not by {@code removeIf}: compiled by TeaVM 0.15, a deque's iterator strays after
     * a removal.
     */
    private void forget(String session) {
        for (int left = waiting.size(); left > 0; left--) {
            Job job = waiting.poll();
            if (!job.session().equals(session)) {
                waiting.add(job);
            }
        }
    }

    private static boolean remove(ArrayDeque<Job> jobs, String session, int number) {
        for (Iterator<Job> each = jobs.iterator(); each.hasNext(); ) {
            if (each.next().is(session, number)) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    private static boolean holds(List<Unflushed> answers, String session, int number) {
        for (Unflushed answer : answers) {
            if (answer.job().is(session, number)) {
                return true;
            }
        }
        return false;
    }
}
