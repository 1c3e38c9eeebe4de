package org.tabularium.schedule;

import org.tabularium.base.Failure;
import org.tabularium.sql.Execution;

/** What can happen to a {@link Scheduler}. */
public sealed interface SchedulerInput {
    /** Applies this input; {@link Scheduler#step} goes on with the next job afterwards. */
    void applyTo(Scheduler scheduler, double nowMs, SchedulerEffects out);

    /** Somebody asks for a job. */
    record Submit(Job job) implements SchedulerInput {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, SchedulerEffects out) {
            scheduler.submit(job, nowMs, out);
        }
    }

    /** The engine did what it was asked last. */
    record Executed(Execution execution) implements SchedulerInput {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, SchedulerEffects out) {
            scheduler.executed(execution, nowMs, out);
        }
    }

    /** The flush ended; {@code failure} is null when the store has everything. */
    record Flushed(Failure failure) implements SchedulerInput {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, SchedulerEffects out) {
            scheduler.flushed(failure, nowMs, out);
        }
    }

    /** Somebody wants a job withdrawn. */
    record Cancel(String session, int number) implements SchedulerInput {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, SchedulerEffects out) {
            scheduler.cancel(session, number, out);
        }
    }

    /** A session has no connection any more: what it had queued is dropped, its transaction rolled back. */
    record SessionEnded(String session) implements SchedulerInput {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, SchedulerEffects out) {
            scheduler.sessionEnded(session);
        }
    }

    /** The tab of a session is gone. */
    record SessionGone(String session) implements SchedulerInput {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, SchedulerEffects out) {
            scheduler.sessionGone(session, nowMs);
        }
    }

    /** Begin nothing new; end what has begun by {@code untilMs}. */
    record Drain(double untilMs) implements SchedulerInput {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, SchedulerEffects out) {
            scheduler.drain(untilMs, out);
        }
    }

    /** The engine does nothing more: everything that was submitted ends now, here or with the next leader. */
    record Abandon(Failure failure) implements SchedulerInput {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, SchedulerEffects out) {
            scheduler.abandon(failure, out);
        }
    }

    /** Time passed. */
    record Tick() implements SchedulerInput {
        @Override
        public void applyTo(Scheduler scheduler, double nowMs, SchedulerEffects out) {
            scheduler.tick(nowMs);
        }
    }
}
