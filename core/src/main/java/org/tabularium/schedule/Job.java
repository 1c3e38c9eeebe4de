package org.tabularium.schedule;

import org.tabularium.base.Commit;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Note;
import org.tabularium.wire.Durability;
import org.tabularium.wire.ToLeader;

/**
 * One thing somebody asked for.
 *
 * @param session whose it is; {@link #INTERNAL} for the leader's own
 * @param number the request's number in its session, or the live query's
 * @param settledBelow every request of the session with a smaller number has ended
 * @param call what the engine is to do, without a note; null for a SYNC
 * @param transaction the number of the session's transaction it belongs to, or 0; for a BEGIN its own number
 * @param isRead whether it surely changes nothing
 * @param isRecall whether only the journal is to answer
 * @param level what a write waits for
 * @param idleMs for a BEGIN, how long the transaction may wait for its next job
 * @param awaited for a SYNC, the commit that has to be on the disk
 */
public record Job(
        String session,
        int number,
        int settledBelow,
        EngineCall call,
        int transaction,
        boolean isRead,
        boolean isRecall,
        Durability level,
        int idleMs,
        Commit awaited) {
    /** The session of jobs that no tab asked for. */
    public static final String INTERNAL = "";

    /** What a tab asks for in a request. */
    public static Job of(String session, ToLeader.Request request) {
        return new Job(
                session,
                request.number(),
                request.settledBelow(),
                call(request),
                request.transaction(),
                request.isRead(),
                request.isRecall(),
                request.durability(),
                request.idleMs(),
                request.awaited());
    }

    private static EngineCall call(ToLeader.Request request) {
        return switch (request.operation()) {
            case QUERY -> new EngineCall.Query(request.statement(), request.isRead(), null);
            case SCRIPT -> new EngineCall.Script(request.statement(), null, 0);
            case BEGIN -> new EngineCall.Begin(request.statement());
            case COMMIT -> new EngineCall.Commit(null);
            case ROLLBACK -> new EngineCall.Rollback();
            case SYNC -> null;
        };
    }

    /** A job of the leader itself. */
    public static Job internal(int number, EngineCall call) {
        return new Job(INTERNAL, number, 0, call, 0, true, false, Durability.MEMORY, 0, Commit.NONE);
    }

    boolean isInternal() {
        return session.equals(INTERNAL);
    }

    boolean isBegin() {
        return call instanceof EngineCall.Begin;
    }

    boolean isCommit() {
        return call instanceof EngineCall.Commit;
    }

    boolean isScript() {
        return call instanceof EngineCall.Script;
    }

    boolean is(String otherSession, int otherNumber) {
        return number == otherNumber && session.equals(otherSession);
    }

    boolean isSame(Job other) {
        return is(other.session, other.number);
    }

    /** Whether the journal remembers it, once it has taken effect. */
    boolean isJournaled() {
        boolean isAlone = transaction == 0 && (call instanceof EngineCall.Query || isScript());
        return !isInternal() && (isAlone || isCommit());
    }

    /** The engine's call, with the place in the journal where it is written down. */
    EngineCall callWith(Note note, int progress) {
        if (call instanceof EngineCall.Query query) {
            return new EngineCall.Query(query.statement(), query.isRead(), note);
        } else if (call instanceof EngineCall.Script script) {
            return new EngineCall.Script(script.script(), note, progress);
        }
        return new EngineCall.Commit(note);
    }
}
