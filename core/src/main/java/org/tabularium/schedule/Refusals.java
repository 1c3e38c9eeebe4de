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

    static Execution notRepeated() {
        return of(
                ErrorCode.NOT_REPEATED,
                "The call was begun and is not run again: it has a statement that cannot run inside a transaction, or"
                        + " had committed parts when it ended. Look what took effect.",
                Outcome.UNKNOWN,
                false,
                Changes.NONE);
    }

    static Execution stale() {
        return of(
                ErrorCode.PROTOCOL_ERROR,
                "A request with this number ended long ago; it was not obeyed.",
                Outcome.NOT_RUN,
                false,
                Changes.NONE);
    }

    static Execution transactionDied() {
        return of(
                ErrorCode.TX_ABORTED_FAILOVER,
                "The engine stopped working and took the open transaction with it; nothing of it took effect."
                        + " Run it again.",
                Outcome.ROLLED_BACK,
                false,
                Changes.NONE);
    }

    static Execution transactionHandedOver() {
        return of(
                ErrorCode.TX_ABORTED_FAILOVER,
                "The leading tab handed leadership on before the transaction had ended; nothing of it took effect."
                        + " Run it again.",
                Outcome.ROLLED_BACK,
                false,
                Changes.NONE);
    }

    static Execution unknownCommit() {
        return of(
                ErrorCode.PROTOCOL_ERROR,
                "There is no commit with this number yet, so nothing can wait for it.",
                Outcome.NOT_RUN,
                false,
                Changes.NONE);
    }

    static Execution transactionClosed(Outcome outcome) {
        return of(
                ErrorCode.TX_CLOSED,
                "The transaction has ended: it was committed or rolled back, or it waited too long for its next"
                        + " statement.",
                outcome,
                false,
                Changes.NONE);
    }

    /** The refused statement may have committed earlier parts, whose changes are told all the same. */
    static Execution transactionUnmanaged(boolean hasParts, Changes changes) {
        String rest = hasParts ? " What the script had committed before stays." : "";
        return of(
                ErrorCode.TX_UNMANAGED,
                "The statement left a transaction open, which would hold up every tab; it was rolled back."
                        + " Use db.transaction()." + rest,
                hasParts ? Outcome.UNKNOWN : Outcome.ROLLED_BACK,
                hasParts,
                changes);
    }

    private static Execution of(ErrorCode code, String message, Outcome outcome, boolean hasWritten, Changes changes) {
        return new Execution(Failure.of(code, message, outcome), null, false, false, hasWritten, changes, List.of());
    }
}
