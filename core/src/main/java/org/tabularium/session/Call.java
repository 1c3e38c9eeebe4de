package org.tabularium.session;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToLeader;

/** One call of the application, and how far it has come. */
final class Call {
    /** How many leaders may die while they have a call before it is taken for the cause and not run again. */
    static final int MOST_DEATHS = 4;

    /** What the begin of a transaction adds to a queue, in bytes. */
    private static final int BEGIN_BYTES = 256;

    ToLeader.Request request;
    /** What it adds to a queue. */
    final int sizeBytes;
    /** When its deadline passes, or, once it is withdrawn, the time the leader has to say something. */
    double actAtMs;

    boolean isSent;
    /** How often it was sent to a leader that may have run it. */
    int sends;
    /** How many leaders have died with it. */
    int deaths;

    ErrorCode withdrawal;
    boolean isToldPending;
    /** Why it must not be run again, or null. */
    Failure doubt;

    Call(ToLeader.Request request, double deadlineAtMs) {
        this.request = request;
        this.sizeBytes = sizeBytesOf(request);
        this.actAtMs = deadlineAtMs;
    }

    /** What ends something has no size: it is never too much. */
    private static int sizeBytesOf(ToLeader.Request request) {
        if (request.statement() != null) {
            return request.statement().sizeBytes();
        }
        return request.operation() == Operation.BEGIN ? BEGIN_BYTES : 0;
    }

    boolean is(Operation operation) {
        return request.operation() == operation;
    }

    /** Whether it belongs to a transaction that some leader holds open for it. */
    boolean isOfOpenTransaction() {
        return request.transaction() != 0 && !is(Operation.BEGIN);
    }

    /** Whether it changes nothing but the transaction it belongs to, so that running it twice does no harm. */
    boolean isRepeatable() {
        return is(Operation.BEGIN) || is(Operation.ROLLBACK) || is(Operation.SYNC);
    }

    /** Whether only a leader knows if it has taken effect. */
    boolean mayHaveRun() {
        return sends > 0 && !isRepeatable();
    }

    /** Whether only the journal may answer it from now on. */
    boolean mustBeRecalled() {
        boolean isUnwanted = withdrawal != null || isToldPending || doubt != null || isDangerous();
        return mayHaveRun() && (is(Operation.COMMIT) || isUnwanted);
    }

    /** Whether it may be what leaders die of. */
    boolean isDangerous() {
        return deaths >= MOST_DEATHS;
    }

    /** An engine died of it. What looks like a read is tried a few times more, unless it is known to be the cause. */
    void doubted(Failure failure) {
        deaths++;
        boolean isCause = failure.code() == ErrorCode.STATEMENT_TIMEOUT || isDangerous();
        if (!request.isRead() || isCause) {
            doubt = failure;
        }
    }
}
