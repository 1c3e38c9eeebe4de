package org.tabularium.sql;

import java.util.List;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;

/**
 * What came of an {@link EngineCall}.
 *
 * @param failure why it failed, or null
 * @param result the result, for a call that has one and did not fail; its buffer may be transferred once
 * @param isAbridged whether the result is a kept answer that was too large to be kept whole: it has the number of
 *     affected rows, but not the rows
 * @param isInTransaction whether the engine has an open transaction afterwards, failed ones included
 * @param hasWritten whether something may have been committed, or, inside a transaction, changed
 * @param changes what this call committed, as far as change capture saw it; {@link Changes#NONE} while inside a
 *     transaction
 * @param readSet for {@link EngineCall.Watch}, the ids of the tables whose changes matter to the query; empty otherwise
 */
public record Execution(
        Failure failure,
        Payload result,
        boolean isAbridged,
        boolean isInTransaction,
        boolean hasWritten,
        Changes changes,
        List<String> readSet) {
    /** A call that did what was asked. */
    public static Execution done(Payload result, boolean isInTransaction, boolean hasWritten, Changes changes) {
        return new Execution(null, result, false, isInTransaction, hasWritten, changes, List.of());
    }

    /** A call that failed and changed nothing that stays. */
    public static Execution failed(Failure failure, boolean isInTransaction) {
        return new Execution(failure, null, false, isInTransaction, false, Changes.NONE, List.of());
    }

    /** Whether the call did what was asked. */
    public boolean succeeded() {
        return failure == null;
    }
}
