package org.tabularium.port;

import org.tabularium.base.Completion;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;

/**
 * A database engine, as a host provides it to the node that leads.
 *
 * <p>The caller keeps to one operation at a time: it starts none before the completion of the last. An engine never
 * calls back before the method has returned. Failures of SQL are {@link Execution}s; a {@code failed} completion of
 * {@link #execute} means that the engine itself is dead and must not be used again.
 */
public interface Engine {
    /**
     * Opens the store, creates it where there is none, raises the term above both the stored one and {@code termFloor},
     * and makes that durable. Removes change capture that an earlier leader left behind. On failure nothing stays open
     * and the store is as it was.
     */
    void open(int termFloor, Completion<Opened> completion);

    /** Runs one call. Durable only after the next {@link #flush}. */
    void execute(EngineCall call, Completion<Execution> completion);

    /** Makes everything executed so far survive the death of the process. */
    void flush(Completion<Void> completion);

    /** Closes the engine and lets go of the store. Completes also when the engine is dead. */
    void close(Completion<Void> completion);
}
