package org.tabularium.schedule;

import org.tabularium.sql.EngineCall;
import org.tabularium.wire.Durability;
import org.tabularium.wire.ToLeader;

/**
 * One engine call somebody asked for.
 *
 * @param session whose it is; {@link #INTERNAL} for the leader's own
 * @param number the request's number in its session, or the live query's
 * @param call what the engine is to do
 * @param transaction the number of the session's transaction it belongs to, or 0; for a BEGIN its own number
 * @param isRead whether it surely changes nothing
 * @param awaitsFlush whether the answer waits until the store has it
 * @param idleMs for a BEGIN, how long the transaction may wait for its next job
 */
public record Job(
        String session, int number, EngineCall call, int transaction, boolean isRead, boolean awaitsFlush, int idleMs) {
    /** The session of jobs that no tab asked for. */
    public static final String INTERNAL = "";

    /** What a tab asks for in a request. */
    public static Job of(String session, ToLeader.Request request) {
        EngineCall call = switch (request.operation()) {
            case QUERY -> new EngineCall.Query(request.statement());
            case SCRIPT -> new EngineCall.Script(request.statement());
            case BEGIN -> new EngineCall.Begin();
            case COMMIT -> new EngineCall.Commit();
            case ROLLBACK -> new EngineCall.Rollback();
        };
        boolean awaitsFlush = request.durability() == Durability.DISK;
        return new Job(
                session,
                request.number(),
                call,
                request.transaction(),
                request.isRead(),
                awaitsFlush,
                request.idleMs());
    }

    /** A job of the leader itself. */
    public static Job internal(int number, EngineCall call) {
        return new Job(INTERNAL, number, call, 0, true, false, 0);
    }

    boolean isInternal() {
        return session.equals(INTERNAL);
    }

    boolean is(String otherSession, int otherNumber) {
        return number == otherNumber && session.equals(otherSession);
    }
}
