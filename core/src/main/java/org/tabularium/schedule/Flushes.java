package org.tabularium.schedule;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.sql.Execution;
import org.tabularium.wire.Durability;

/**
 * What is committed and not yet kept, and who waits for it.
 *
 * <p>One flush serves all who wait when it begins. Who waited for one that failed is told so once and goes on waiting:
 * the effect is there, and a later flush can still keep it.
 */
final class Flushes {
    /** How long a commit may stay off the disk when nobody waits for it there, in milliseconds. */
    static final int LAZY_FLUSH_MS = 100;

    /** How long after a failed flush the next is tried, in milliseconds. */
    static final int RETRY_FLUSH_MS = 1_000;

    /**
     * How long a flush waits for the end of an open transaction, which may have to be flushed as well, in milliseconds.
     */
    static final int TRANSACTION_PATIENCE_MS = 20;

    /** How many jobs may run while an answer waits for its flush. */
    static final int GROUP_LIMIT = 256;

    /** An answer that waits for a flush. */
    static final class Waiter {
        final Job job;
        final Execution execution;
        final Commit commit;
        boolean isToldPending;

        Waiter(Job job, Execution execution, Commit commit) {
            this.job = job;
            this.execution = execution;
            this.commit = commit;
        }
    }

    private final List<Waiter> waiting = new ArrayList<>();
    private List<Waiter> served;
    private Durability servedLevel;
    private boolean isDirty;
    private double dueMs;
    private double waitingSinceMs;
    private double notBeforeMs;
    private int runSinceAwaited;

    /** Something was committed; it reaches the disk soon, whether or not somebody waits. */
    void dirtied(double nowMs) {
        if (!isDirty) {
            isDirty = true;
            dueMs = nowMs + LAZY_FLUSH_MS;
        }
    }

    /** An answer waits until its commit is kept at its job's level. */
    void await(Job job, Execution execution, Commit commit, double nowMs) {
        if (waiting.isEmpty()) {
            waitingSinceMs = nowMs;
            runSinceAwaited = 0;
        }
        waiting.add(new Waiter(job, execution, commit));
    }

    /** The engine has run a job. */
    void jobRan() {
        if (isAwaited()) {
            runSinceAwaited++;
        }
    }

    boolean isUnderWay() {
        return served != null;
    }

    private boolean isAwaited() {
        return !waiting.isEmpty();
    }

    /** Whether there is something to flush. */
    boolean isWanted() {
        return isDirty || isAwaited();
    }

    /** Whether something on its way to the disk, or waiting for it, is not there yet. */
    boolean isAnythingUnkept() {
        return isDirty || isUnderWay();
    }

    /** Whether a commit has been off the disk for too long. */
    private boolean isOverdue(double nowMs) {
        return isDirty && nowMs >= dueMs && isAllowed(nowMs);
    }

    /** Whether there is something to flush, and a flush may be tried. */
    boolean isPossible(double nowMs) {
        return isWanted() && isAllowed(nowMs);
    }

    /** Whether so many jobs have run since an answer waits that no other may before the next flush. */
    boolean isGroupFull() {
        return runSinceAwaited >= GROUP_LIMIT;
    }

    /** Whether a flush comes before the next job. */
    boolean isUrgent(double nowMs) {
        return isPossible(nowMs) && (isGroupFull() || isOverdue(nowMs));
    }

    /**
     * Whether somebody waits for a flush, or nobody has for too long. One that keeps the engine from an open transaction
     * lets that end first, if it is about to.
     */
    boolean isWorthNow(double nowMs, boolean holdsUpTransaction) {
        boolean isPatienceOver =
                !holdsUpTransaction || isGroupFull() || nowMs >= waitingSinceMs + TRANSACTION_PATIENCE_MS;
        return (isAwaited() && isPatienceOver) || isOverdue(nowMs);
    }

    /** When the next flush is due. */
    double nextMs() {
        double lazyMs = isDirty ? dueMs : Double.POSITIVE_INFINITY;
        double awaitedMs = waiting.isEmpty() ? Double.POSITIVE_INFINITY : waitingSinceMs + TRANSACTION_PATIENCE_MS;
        return Math.max(Math.min(lazyMs, awaitedMs), notBeforeMs);
    }

    /** Whether a flush may be tried, after one that failed. */
    private boolean isAllowed(double nowMs) {
        return nowMs >= notBeforeMs;
    }

    /** Begins a flush for all who wait; returns its level. */
    Durability begin(double nowMs) {
        runSinceAwaited = 0;
        servedLevel = isOverdue(nowMs) || waiting.isEmpty() ? Durability.DISK : Durability.MEMORY;
        for (Waiter waiter : waiting) {
            if (waiter.job.level() == Durability.DISK) {
                servedLevel = Durability.DISK;
            }
        }
        served = new ArrayList<>(waiting);
        waiting.clear();
        if (servedLevel == Durability.DISK) {
            isDirty = false;
        }
        return servedLevel;
    }

    /** The level of the flush under way, or of the last. */
    Durability level() {
        return servedLevel;
    }

    /** The flush has kept everything: who waited for it. */
    List<Waiter> ended() {
        List<Waiter> done = served;
        served = null;
        return done;
    }

    /** The flush failed: who waited for it and has not been told so before. All go on waiting. */
    List<Waiter> failed(double nowMs) {
        List<Waiter> untold = new ArrayList<>();
        for (Waiter waiter : served) {
            if (!waiter.isToldPending) {
                waiter.isToldPending = true;
                untold.add(waiter);
            }
        }
        waiting.addAll(0, served);
        served = null;
        waitingSinceMs = nowMs;
        isDirty = true;
        notBeforeMs = nowMs + RETRY_FLUSH_MS;
        return untold;
    }

    /** Everyone who waits, and will not be served any more. */
    List<Waiter> abandon() {
        List<Waiter> all = new ArrayList<>();
        if (served != null) {
            all.addAll(served);
        }
        all.addAll(waiting);
        waiting.clear();
        served = null;
        return all;
    }

    /** Whether the answer to a request waits here. */
    boolean holds(String session, int number) {
        return holds(waiting, session, number) || (served != null && holds(served, session, number));
    }

    private static boolean holds(List<Waiter> waiters, String session, int number) {
        for (Waiter waiter : waiters) {
            if (waiter.job.is(session, number)) {
                return true;
            }
        }
        return false;
    }
}
