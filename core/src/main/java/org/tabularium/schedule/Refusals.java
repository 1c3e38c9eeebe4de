package org.tabularium.schedule;

import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Execution;

/** The executions that end a job without, or in spite of, what the engine says. */
final class Refusals {
    private Refusals() {}

    static Execution engineDied() {
        return of(
                ErrorCode.ENGINE_DIED,
                "The engine stopped working while this write was in flight; it may or may not have taken effect.",
                Outcome.UNKNOWN,
                Changes.NONE);
    }

    static Execution transactionDied() {
        return of(
                ErrorCode.TX_ABORTED_FAILOVER,
                "The engine stopped working and took the open transaction with it; nothing of it took effect."
                        + " Run it again.",
                Outcome.ROLLED_BACK,
                Changes.NONE);
    }

    static Execution transactionClosed(Outcome outcome) {
        return of(
                ErrorCode.TX_CLOSED,
                "The transaction has ended: it was committed or rolled back, or it waited too long for its next"
                        + " statement.",
                outcome,
                Changes.NONE);
    }

    /** The refused statement may have committed earlier parts, whose changes are told all the same. */
    static Execution transactionUnmanaged(Outcome outcome, Changes changes) {
        return of(
                ErrorCode.TX_UNMANAGED,
                "The statement left a transaction open, which would hold up every tab; it was rolled back."
                        + " Use db.transaction().",
                outcome,
                changes);
    }

    private static Execution of(ErrorCode code, String message, Outcome outcome, Changes changes) {
        return new Execution(Failure.of(code, message, outcome), null, false, changes, List.of());
    }
}
