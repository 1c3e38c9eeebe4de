package org.tabularium.sql;

import java.util.List;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;

/**
 * What came of an {@link EngineCall}.
 *
 * @param failure why it failed, or null
 * @param result the result, for a call that has one and did not fail; its buffer may be transferred once
 * @param isInTransaction whether the engine has an open transaction afterwards, failed ones included
 * @param changes what this call committed, as far as change capture saw it; {@link Changes#NONE} while inside a
 * transaction
 * @param readSet for {@link EngineCall.Watch}, the ids of the tables whose changes matter to the query; empty otherwise
 */
public record Execution(
        Failure failure, Payload result, boolean isInTransaction, Changes changes, List<String> readSet) {
    /** Whether the call did what was asked. */
    public boolean succeeded() {
        return failure == null;
    }
}
