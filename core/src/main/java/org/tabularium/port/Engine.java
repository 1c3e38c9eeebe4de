package org.tabularium.port;

import org.tabularium.base.Completion;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;

/**
 * A database engine, as a host provides it to the node that leads.
 *
 * <p>The caller keeps to one operation at a time: it starts none before the completion of the last, but for calls while a
 * flush is under way, where {@link Opened#flushesAside} says that it may. An engine never
 * calls back before the method has returned. Failures of SQL are {@link Execution}s; a {@code failed} completion of
 * {@link #execute}, or {@code ENGINE_DIED} from {@link #flush}, means that the engine itself is dead and must not be used
 * again.
 */
public interface Engine {
    /**
     * Opens the store, creates it where there is none, raises the term above both the stored one and {@code termFloor},
     * and makes that durable. Reads the journal; one that cannot be read fails the opening. Removes change capture that
     * an earlier leader left behind. On failure nothing stays open and the store is as it was.
     *
     * @param isStolen whether the lock was taken from a leader that may still live. From here on nothing that leader
     *     does may reach the store as this engine and later ones see it
     */
    void open(int termFloor, boolean isStolen, Completion<Opened> completion);

    /** Runs one call. What it changed is kept only after the next {@link #flush}. */
    void execute(EngineCall call, Completion<Execution> completion);

    /**
     * Makes everything executed so far outlive this leader: at {@link Durability#MEMORY} the death of all tabs and of
     * the browser, at {@link Durability#DISK} that of the machine as well. Success means that every later leader will
     * see it; a store that meanwhile belongs to another leader fails it with {@code FENCED} and is left alone. After any
     * other failure but {@code ENGINE_DIED} a later flush may still keep what this one did not.
     */
    void flush(Durability level, Completion<Void> completion);

    /** Closes the engine and lets go of the store. Completes also when the engine is dead. */
    void close(Completion<Void> completion);
}
