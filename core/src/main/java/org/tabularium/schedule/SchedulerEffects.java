package org.tabularium.schedule;

import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.wire.Durability;

/** What the node does for the scheduler. */
public interface SchedulerEffects {
    /** Have the engine do this for a job; answered by {@link SchedulerInput.Executed}. */
    void execute(Job job, EngineCall call);

    /** Have the engine write everything to the store; answered by {@link SchedulerInput.Flushed}. */
    void flush(Durability level);

    /** The job is done. {@code commit} is the last commit its result knows of, {@code level} what that survives. */
    void answered(Job job, Execution execution, Commit commit, Durability level);

    /** The job is not answered here; {@code hasBegun} where the next leader's journal tells what came of it. */
    void moved(Job job, boolean hasBegun);

    /** The engine died while it ran the job, or while it flushed what the job had changed. */
    void doubted(Job job, Failure failure);

    /** The journal knows nothing of the recalled job. */
    void notKept(Job job);

    /** The job was not begun and is forgotten, as was asked. */
    void withdrawn(String session, int number);

    /** The job to be withdrawn has begun; its answer follows. */
    void begun(String session, int number);

    /** Something was committed. */
    void committed(Commit commit, Changes changes);

    /** Nothing is running and nothing waits for the store, as was asked. */
    void drained();

    /** Step with {@link SchedulerInput.Tick} at this time. */
    void wakeAt(double atMs);
}
