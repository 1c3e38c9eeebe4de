package org.tabularium.bench;

import org.tabularium.schedule.SchedulerEffects;
import org.tabularium.schedule.SchedulerInput;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.schedule.Job;
import org.tabularium.schedule.Scheduler;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.wire.Durability;

/** The scheduler alone: jobs submitted and executed, with a flush for each or one for many. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SchedulerBenchmark {
    private static final int BURST_COUNT = 100;
    private static final int TERM = 4;

    private final Scheduler scheduler = new Scheduler(TERM, false, List.of());
    private final Store store = new Store();
    private int lastNumber;

    @Benchmark
    public int read() {
        submit(true);
        return end();
    }

    @Benchmark
    public int write() {
        submit(false);
        return end();
    }

    /** What one of many writes costs that wait together. */
    @Benchmark
    @OperationsPerInvocation(BURST_COUNT)
    public int writeOfBurst() {
        for (int i = 0; i < BURST_COUNT; i++) {
            submit(false);
        }
        return end();
    }

    private void submit(boolean isRead) {
        int number = ++lastNumber;
        // Everything before has been answered, and its tab has said so.
        int settledBelow = store.answeredNumber;
        EngineCall call = new EngineCall.Query(null, isRead, null);
        Job job = new Job("session", number, settledBelow, call, 0, isRead, false, Durability.DISK, 0, Commit.NONE);
        scheduler.step(new SchedulerInput.Submit(job), 0, store);
    }

    private int end() {
        while (store.running != null || store.isFlushing) {
            if (store.running != null) {
                boolean hasWritten = store.running instanceof EngineCall.Query query && !query.isRead();
                store.running = null;
                Execution execution = new Execution(null, null, false, false, hasWritten, Changes.NONE, List.of());
                scheduler.step(new SchedulerInput.Executed(execution), 0, store);
            } else {
                store.isFlushing = false;
                scheduler.step(new SchedulerInput.Flushed(null), 0, store);
            }
        }
        if (store.answeredNumber != lastNumber) {
            throw new IllegalStateException("job " + lastNumber + " has not ended");
        }
        return lastNumber;
    }

    /** Remembers what the scheduler wants done next. */
    private static final class Store implements SchedulerEffects {
        private EngineCall running;
        private boolean isFlushing;
        private int answeredNumber;

        @Override
        public void execute(Job job, EngineCall call) {
            running = call;
        }

        @Override
        public void flush(Durability level) {
            isFlushing = true;
        }

        @Override
        public void answered(Job job, Execution execution, Commit commit, Durability level) {
            answeredNumber = job.number();
        }

        @Override
        public void moved(Job job, boolean hasBegun) {}

        @Override
        public void doubted(Job job, Failure failure) {}

        @Override
        public void notKept(Job job) {}

        @Override
        public void withdrawn(String session, int number) {}

        @Override
        public void begun(String session, int number) {}

        @Override
        public void committed(Commit commit, Changes changes) {}

        @Override
        public void drained() {}

        @Override
        public void wakeAt(double atMs) {}
    }
}
