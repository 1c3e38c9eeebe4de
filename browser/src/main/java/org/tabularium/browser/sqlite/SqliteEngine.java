package org.tabularium.browser.sqlite;

import java.util.List;
import org.tabularium.base.Completion;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.EngineDeath;
import org.tabularium.browser.engine.EngineOptions;
import org.tabularium.browser.engine.Levels;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsErrors;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.js.Web;
import org.tabularium.port.Engine;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;
import org.teavm.jso.JSObject;

/**
 * SQLite behind the {@link Engine} port.
 *
 * <p>SQLite runs in this worker and answers synchronously; a call completes in a microtask only to keep the port's
 * promise.
 */
public final class SqliteEngine implements Engine {
    private final SqliteOpener opener;
    private final EngineOptions options;
    private SqliteHandle handle;
    private Database database;
    private Journal journal;
    private Touched touched;
    private StatementRunner statements;
    private Transactions transactions;
    private LiveQueries liveQueries;
    private WholeDatabase wholeDatabase;

    /** An engine that is not open yet. */
    SqliteEngine(SqliteOpener opener, EngineOptions options) {
        this.opener = opener;
        this.options = options;
    }

    @Override
    public void open(int termFloor, boolean isStolen, Completion<Opened> completion) {
        opener.open(options, PragmaPolicy::decide)
                .then(
                        opened -> {
                            use(opened, termFloor, completion);
                            return null;
                        },
                        error -> {
                            completion.failed(
                                    JsErrors.failure((JSObject) error, ErrorCode.STORAGE_UNAVAILABLE, Outcome.NOT_RUN));
                            return null;
                        });
    }

    private void use(SqliteHandle opened, int termFloor, Completion<Opened> completion) {
        handle = opened;
        try {
            OwnDatabase own = new OwnDatabase(opened.getOwn());
            // A term is at least the epoch of its store, so that both grow together.
            int term = TermStore.raise(own, Math.max(termFloor, opened.getEpoch() - 1));
            assemble(own, term);
            List<Entry> entries = Journal.list(own);
            String name = "sqlite " + opened.getVersion();
            Opened what = new Opened(term, opened.isFresh(), name, opened.getStorage(), opened.flushesAside(), entries);
            opened.flush(Levels.DISK)
                    .then(
                            flushed -> {
                                completion.done(what);
                                return null;
                            },
                            error -> {
                                giveUp(flushFailure(error), completion);
                                return null;
                            });
        } catch (Refused refused) {
            giveUp(unavailable(refused.failure()), completion);
        } catch (EngineDeath death) {
            giveUp(unavailable(death.failure()), completion);
        } catch (RuntimeException thrown) {
            // Thrown here it would be a promise's, which nobody reads: the tab would hold the lock and never lead.
            giveUp(
                    unavailable(Failure.of(ErrorCode.ENGINE_DIED, JsErrors.message(thrown), Outcome.UNKNOWN)),
                    completion);
        }
    }

    private void assemble(OwnDatabase own, int term) throws Refused {
        database = new Database(handle.getUser());
        Settings settings = new Settings(database, own);
        settings.restore();
        journal = new Journal(own, handle.getResults(), term);
        touched = new Touched(database, handle.getChanges());
        statements = new StatementRunner(database, settings, touched);
        transactions = new Transactions(database, journal, touched);
        liveQueries = new LiveQueries(database, statements, touched, handle.getChanges());
        wholeDatabase = new WholeDatabase(handle, database, touched, journal);
    }

    /** Nothing stays open after a failed opening. */
    private void giveUp(Failure failure, Completion<Opened> completion) {
        handle.close()
                .then(
                        closed -> {
                            completion.failed(failure);
                            return null;
                        },
                        error -> {
                            completion.failed(failure);
                            return null;
                        });
    }

    @Override
    public void execute(EngineCall call, Completion<Execution> completion) {
        try {
            Execution execution = run(call);
            Web.soon(() -> completion.done(execution));
        } catch (Refused refused) {
            Execution execution = Execution.failed(refused.failure(), database.isInTransaction());
            Web.soon(() -> completion.done(execution));
        } catch (EngineDeath death) {
            Web.soon(() -> completion.failed(death.failure()));
        }
    }

    private Execution run(EngineCall call) throws Refused {
        if (call instanceof EngineCall.Query query) {
            return runQuery(query);
        }
        if (call instanceof EngineCall.Script script) {
            return new ScriptRun(database, statements, touched, new Statement(script.script()))
                    .run(script.note(), journal, handle.getResults());
        }
        if (call instanceof EngineCall.Begin) {
            return transactions.begin();
        }
        if (call instanceof EngineCall.Commit commit) {
            return transactions.commit(commit.note());
        }
        if (call instanceof EngineCall.Rollback) {
            return transactions.rollBack();
        }
        return runBetweenTransactions(call);
    }

    private Execution runBetweenTransactions(EngineCall call) throws Refused {
        if (database.isInTransaction()) {
            throw new Refused(Failure.of(
                    ErrorCode.UNSUPPORTED,
                    "Live queries and the journal are for the time between transactions, and one is open.",
                    Outcome.NOT_RUN));
        }
        if (call instanceof EngineCall.Recall recall) {
            return journal.recall(recall.note());
        }
        if (call instanceof EngineCall.Watch watch) {
            return liveQueries.watch(new Statement(watch.query()));
        }
        if (call instanceof EngineCall.Rerun rerun) {
            return liveQueries.rerun(new Statement(rerun.query()));
        }
        return liveQueries.unwatch(((EngineCall.Unwatch) call).tables());
    }

    private Execution runQuery(EngineCall.Query query) throws Refused {
        List<Statement> batch = Statement.batchOf(query.statement());
        if (batch != null) {
            return new BatchRun(database, statements, touched, batch).run(query.note(), journal, handle.getResults());
        }
        Statement statement = new Statement(query.statement());
        if (statement.isDump()) {
            return wholeDatabase.exportFile();
        }
        if (statement.file() != null) {
            return wholeDatabase.importFile(statement.file(), query.note());
        }
        Prepared prepared = statements.prepare(statement);
        guardTransaction(prepared, query.note());
        boolean mayWrite = StatementRunner.mayWrite(prepared);
        try {
            return done(statements.run(prepared, statement), mayWrite, query.note());
        } catch (Refused refused) {
            return failed(refused.failure(), query.note());
        } finally {
            if (query.note() != null && prepared.getCommand().equals("PRAGMA") && !prepared.isQuestion()) {
                // It holds for one transaction, which was the statement's own; SQLite would keep it for the next.
                database.runOwn("pragma defer_foreign_keys = off");
            }
        }
    }

    /** What a failed statement has left is told and written down like that of any other. */
    private Execution failed(Failure failure, Note note) {
        boolean isInTransaction = database.isInTransaction();
        if (failure.outcome() != Outcome.UNKNOWN) {
            return Execution.failed(failure, isInTransaction);
        }
        String what = isInTransaction
                ? " (what it had done before may stay in the transaction)"
                : " (what it had done before stays)";
        Failure left = new Failure(failure.code(), failure.message() + what, Outcome.UNKNOWN, failure.detail());
        if (note != null) {
            journal.writeFailure(note, left);
        }
        Changes changes = isInTransaction ? Changes.NONE : touched.take();
        return new Execution(left, null, false, isInTransaction, true, changes, List.of());
    }

    private Execution done(JSObject result, boolean hasWritten, Note note) {
        boolean isInTransaction = database.isInTransaction();
        if (hasWritten && note != null) {
            journal.write(note, result);
        }
        Changes changes = hasWritten && !isInTransaction ? touched.take() : Changes.NONE;
        return Execution.done(new JsPayload(result), isInTransaction, hasWritten, changes);
    }

    private static void guardTransaction(Prepared prepared, Note note) throws Refused {
        boolean begins = "BEGIN".equals(prepared.getTransaction()) || prepared.isSavepoint();
        if (note != null && begins) {
            throw new Refused(Failure.of(
                    ErrorCode.TX_UNMANAGED,
                    prepared.getCommand() + " outside of transaction() would hold up all tabs. Use transaction().",
                    Outcome.NOT_RUN));
        }
        if (note == null && prepared.getTransaction() != null) {
            throw new Refused(Failure.of(
                    ErrorCode.UNSUPPORTED,
                    "A transaction ends with the closure that was given to transaction(), or by tx.rollback().",
                    Outcome.NOT_RUN));
        }
    }

    @Override
    public void flush(Durability level, Completion<Void> completion) {
        if (database.isDead()) {
            Web.soon(() -> completion.failed(Failure.of(
                    ErrorCode.ENGINE_DIED, "The engine died before its data was written.", Outcome.UNKNOWN)));
            return;
        }
        handle.flush(Levels.of(level))
                .then(
                        flushed -> {
                            completion.done(null);
                            return null;
                        },
                        error -> {
                            completion.failed(flushFailure(error));
                            return null;
                        });
    }

    @Override
    public void close(Completion<Void> completion) {
        if (handle == null) {
            Web.soon(() -> completion.done(null));
            return;
        }
        handle.close()
                .then(
                        closed -> {
                            completion.done(null);
                            return null;
                        },
                        error -> {
                            completion.failed(flushFailure(error));
                            return null;
                        });
    }

    private static Failure flushFailure(Object error) {
        return JsErrors.failure((JSObject) error, ErrorCode.FLUSH_FAILED, Outcome.UNKNOWN);
    }

    private static Failure unavailable(Failure failure) {
        return Failure.of(
                ErrorCode.STORAGE_UNAVAILABLE, "The store cannot be opened: " + failure.message(), Outcome.NOT_RUN);
    }
}
