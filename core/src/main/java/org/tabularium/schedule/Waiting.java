package org.tabularium.schedule;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;
import org.tabularium.sql.EngineCall;

/** The jobs that wait for the engine: those of sessions in turn, and the leader's own behind them. */
final class Waiting {
    /** How many jobs of sessions may run while one of the leader's own waits, so that many commits share one run. */
    static final int OWN_PATIENCE = 32;

    private final Turns ofSessions = new Turns();
    /** The leader's own; they come after those of sessions, but not for ever. */
    private final ArrayDeque<Job> own = new ArrayDeque<>();
    /** Those of the open transaction. */
    private final ArrayDeque<Job> ofTransaction = new ArrayDeque<>();

    private int runSinceOwn;

    void add(Job job) {
        if (job.isInternal()) {
            own.add(job);
        } else {
            ofSessions.add(job);
        }
    }

    void addOfTransaction(Job job) {
        ofTransaction.add(job);
    }

    boolean hasOfTransaction() {
        return !ofTransaction.isEmpty();
    }

    /** The next job that does not belong to the open transaction, or null. */
    Job next() {
        boolean isOwnTurn = ofSessions.isEmpty() || runSinceOwn >= OWN_PATIENCE;
        if (isOwnTurn && !own.isEmpty()) {
            runSinceOwn = 0;
            return own.poll();
        }
        if (!own.isEmpty()) {
            runSinceOwn++;
        }
        return ofSessions.next();
    }

    /** The next job of the open transaction, or null. */
    Job nextOfTransaction() {
        return ofTransaction.poll();
    }

    /** Takes out everything that belongs to the open transaction. */
    void endTransaction(Consumer<Job> late) {
        ofTransaction.forEach(late);
        ofTransaction.clear();
    }

    /** Takes out everything that nobody has begun. */
    void moveAll(Consumer<Job> moved) {
        ofSessions.moveAll(moved);
        own.clear();
    }

    /** Whether a job waits here. */
    boolean holds(String session, int number) {
        return ofSessions.holds(session, number);
    }

    /** Whether this is the end of the open transaction, and waits here. */
    boolean holdsEndOfTransaction(String session, int number) {
        for (Job each : ofTransaction) {
            if (each.is(session, number)) {
                return each.isCommit() || each.call() instanceof EngineCall.Rollback;
            }
        }
        return false;
    }

    /** Takes out one job; false where it does not wait here. */
    boolean remove(String session, int number) {
        return ofSessions.remove(session, number) || remove(ofTransaction, session, number);
    }

    /** Drops what a session has queued. */
    void forget(String session) {
        ofSessions.forget(session);
    }

    /** Takes one job out of these; false where it is not among them. */
    static boolean remove(ArrayDeque<Job> from, String session, int number) {
        for (Iterator<Job> each = from.iterator(); each.hasNext(); ) {
            if (each.next().is(session, number)) {
                each.remove();
                return true;
            }
        }
        return false;
    }
}
