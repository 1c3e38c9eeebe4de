package org.tabularium.port;

import org.tabularium.base.Failure;
import org.tabularium.wire.ToClient;

/**
 * What the platform provides to the half of a tab that can lead, besides the engine. No method blocks, throws, or calls
 * the node back before it has returned.
 */
public interface LeaderHost extends Host {
    /**
     * Queues for the exclusive lock of the storage path. The platform frees a lock whose holder dies, and grants it to
     * the next in the queue.
     */
    void requestLock();

    /**
     * Takes the lock from a holder that gives no sign of life, once more asked for one; where it does, or where somebody
     * else has taken the lock meanwhile, nothing happens and this node stays in the queue. At most one node does this at
     * a time.
     */
    void stealLock();

    /**
     * Finds out whether this node still holds the lock. The answer is about a moment after the call; it is what allows a
     * leader to speak after it may have slept.
     */
    void proveLock();

    /** Lets go of the lock, or leaves its queue. */
    void releaseLock();

    /** Notes which request the engine is about to run, for a time when this node cannot be asked. */
    void runs(String session, int number);

    /** Makes this node known as the leader, to its own tab and to the broker. */
    void announce(int term);

    /** Tells this node's own tab that it could not lead. */
    void unserved(Failure failure);

    /**
     * Sends to a tab. Messages on one connection arrive in order or, when an end dies, not at all. The result of a
     * reply is handed over; that of a live result stays usable.
     */
    void send(int connection, ToClient message);

    /** Closes the connection to a tab after what was sent. */
    void close(int connection);

    /** Tells the node as soon as the lock of a session is free, and that it was asked in this term. */
    void watch(String session, int term);

    /** The node holds nothing any more. */
    void stopped();

    /**
     * Another leader has the store: ends this process and everything in it without touching the store. The tab makes a
     * new one, which follows.
     */
    void fenced();

    /**
     * The node broke an invariant: ends this process as well, because a node that may be wrong must not go on holding
     * the lock. What is thrown from here is nobody's to catch.
     */
    void broken(RuntimeException bug);
}
