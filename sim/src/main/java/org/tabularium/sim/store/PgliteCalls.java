package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Completion;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.sim.world.Violation;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
import org.tabularium.wire.Durability;

/**
 * Calls of PGlite: one step each, but for scripts, of which each part is one, and for what cannot run inside a
 * transaction.
 */
final class PgliteCalls implements SimCalls {
    private final SimEngine engine;
    private final PgliteDatabase database;

    PgliteCalls(SimEngine engine, PgliteDatabase database) {
        this.engine = engine;
        this.database = database;
    }

    @Override
    public PgliteDatabase database() {
        return database;
    }

    @Override
    public void run(EngineCall call, Completion<Execution> completion) {
        if (!database.isInTransaction() && call instanceof EngineCall.Query query && isOdd(query)) {
            engine.step(completion, () -> runOdd((SimSql) query.statement(), query.note(), completion));
        } else if (!database.isInTransaction() && call instanceof EngineCall.Script script) {
            new Parts(script, completion).next();
        } else {
            engine.step(completion, () -> engine.ended(completion, database.perform(call)));
        }
    }

    private static boolean isOdd(EngineCall.Query query) {
        return ((SimSql) query.statement()).verb().equals("odd");
    }

    /** A statement that cannot run inside a transaction: first it is written down, on the disk, that it begins. */
    private void runOdd(SimSql statement, Note note, Completion<Execution> completion) {
        database.noteBegun(note);
        engine.keepBegun(failure -> {
            if (failure != null) {
                database.clear(note);
                engine.ended(completion, Execution.failed(SimEngine.notRun(failure), false));
                return;
            }
            engine.step(completion, () -> {
                database.odd(statement);
                if (engine.store().spillsBetween()) {
                    engine.store().keep(engine, database.committed(), Durability.MEMORY);
                }
                engine.ended(completion, database.oddDone(statement, note));
            });
        });
    }

    /** A script in parts, each of which commits by itself. */
    private final class Parts {
        private final Note note;
        private final List<List<String>> parts;
        private final Completion<Execution> completion;
        private final List<String> reply = new ArrayList<>();
        private Changes changes = Changes.NONE;
        private boolean hasWritten;
        private int done;

        Parts(EngineCall.Script script, Completion<Execution> completion) {
            this.note = script.note();
            this.parts = ((SimSql) script.script()).parts();
            this.completion = completion;
            this.done = script.progress();
            if (done > 0) {
                SimContent.Kept row = database.committed().kept(note);
                boolean isThere = row != null && row.progress() == done;
                Violation.unless(isThere, SimDatabase.CONTRACT, "a script goes on where it stood");
                reply.addAll(row.reply().rows());
                hasWritten = true;
            }
        }

        void next() {
            engine.step(completion, () -> {
                boolean isLast = done + 1 == parts.size();
                int progress = isLast ? Entry.DONE : done + 1;
                Execution execution = database.part(parts.get(done), note, progress, reply, hasWritten);
                hasWritten |= execution.hasWritten();
                changes = SimDatabase.both(changes, execution.changes());
                if (execution.succeeded() && !isLast && !execution.isInTransaction()) {
                    reply.clear();
                    reply.addAll(((SimRows) execution.result()).rows());
                    done++;
                    engine.spill();
                    next();
                } else {
                    engine.ended(completion, told(execution));
                }
            });
        }

        private Execution told(Execution last) {
            Failure failure = last.failure();
            if (failure != null && hasWritten) {
                failure = Failure.of(failure.code(), failure.message(), Outcome.UNKNOWN);
            }
            return new Execution(failure, last.result(), false, last.isInTransaction(), hasWritten, changes, List.of());
        }
    }
}
