package org.tabularium.sim.store;

import org.tabularium.base.Completion;
import org.tabularium.sim.world.Fault;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;

/**
 * Calls of SQLite: each is one step, in which an effect is committed and then its row, in two files. Who dies between
 * the two has an effect in memory that must never be kept.
 */
final class SqliteCalls implements SimCalls {
    private final SimEngine engine;
    private final SqliteDatabase database;

    SqliteCalls(SimEngine engine, SqliteDatabase database) {
        this.engine = engine;
        this.database = database;
    }

    @Override
    public SqliteDatabase database() {
        return database;
    }

    @Override
    public void run(EngineCall call, Completion<Execution> completion) {
        engine.step(completion, () -> {
            if (isWrite(call) && engine.suffers(Fault.STATEMENT_FULL)) {
                engine.ended(completion, database.findsNoRoom(engine.isEither()));
                return;
            }
            Execution execution = database.perform(call);
            if (execution.hasWritten() && !execution.isInTransaction() && engine.suffers(Fault.JOURNAL_DEATH)) {
                completion.failed(engine.died());
                return;
            }
            database.writeDown();
            engine.ended(completion, execution);
        });
    }

    private static boolean isWrite(EngineCall call) {
        return call instanceof EngineCall.Query query && ((SimSql) query.statement()).isInsert();
    }
}
