package org.tabularium.node;

import org.tabularium.base.Failure;
import org.tabularium.sql.EngineCall;
import org.tabularium.wire.Durability;
import org.tabularium.wire.ToClient;

/** What a host does for a {@link LeaderNode}. */
public interface LeaderEffects {
    /** Queue for the lock of the storage path. */
    void requestLock();

    /** Take the lock from whoever has it and still gives no sign of life; otherwise stay in the queue. */
    void stealLock();

    /** Ask whether the lock is still ours; answered by {@link LeaderInput.LockProven} or {@link LeaderInput.LockStolen}. */
    void proveLock();

    /** Let go of the lock, or leave its queue. */
    void releaseLock();

    /** Open the engine. */
    void openEngine(int termFloor, boolean isStolen);

    /** Close the engine. */
    void closeEngine();

    /** Note that the engine is about to run this request. */
    void runs(String session, int number);

    /** Have the engine do this. */
    void execute(EngineCall call);

    /** Have the engine write everything to the store. */
    void flush(Durability level);

    /** Tell the tab and the broker that this node leads. */
    void announce(int term);

    /** Tell the tab that this node could not lead. */
    void unserved(Failure failure);

    /** Send to a tab. */
    void send(int connection, ToClient message);

    /** Close the connection to a tab. */
    void close(int connection);

    /** Watch the lock of a session; answered by {@link LeaderInput.SessionGone} with the same term. */
    void watch(String session, int term);

    /** Step with {@link LeaderInput.Tick} at this time. */
    void wakeAt(double atMs);

    /** This node holds nothing any more and may be destroyed. */
    void stopped();

    /** The store belongs to another leader: end this process, without touching anything. */
    void fenced();

    /** Say this in the log. */
    void log(String text);
}
