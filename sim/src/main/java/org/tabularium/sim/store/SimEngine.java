package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.tabularium.base.Completion;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.port.Engine;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Faults;
import org.tabularium.sim.world.SimProcess;
import org.tabularium.sim.world.SimWorld;
import org.tabularium.sim.world.Violation;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;

/**
 * An engine that fails whenever it may.
 *
 * <p>It keeps nothing that was not flushed, not even when it is closed in good order, and it watches that its caller
 * keeps to the contract of the port.
 */
public final class SimEngine implements Engine {
    private final SimWorld world;
    private final SimProcess process;
    private final SimStore store;
    private final Supplier<Delays> delays;
    private final Supplier<Faults> faults;

    private SimTables committed = new SimTables();
    private SimTables inTransaction;
    private boolean isTransactionFailed;
    private final Set<String> touched = new LinkedHashSet<>();
    private boolean isSchemaTouched;
    private final Set<String> captured = new LinkedHashSet<>();
    private boolean isBusy;
    private boolean isDead;

    /** An engine for {@code store} that lives and dies with {@code process}. */
    public SimEngine(
            SimWorld world, SimProcess process, SimStore store, Supplier<Delays> delays, Supplier<Faults> faults) {
        this.world = world;
        this.process = process;
        this.store = store;
        this.delays = delays;
        this.faults = faults;
    }

    /** What is committed, flushed or not. */
    SimTables committed() {
        return committed;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void open(int termFloor, Completion<Opened> completion) {
        begin();
        after(delays.get().openMs(), () -> {
            if (world.chance(faults.get().openFailurePercent())) {
                completion.failed(
                        Failure.of(ErrorCode.STORAGE_UNAVAILABLE, "the store does not open", Outcome.NOT_RUN));
                return;
            }
            boolean isFresh = store.isFresh();
            int term = Math.max(store.term(), termFloor) + 1;
            store.opened(this, term);
            committed = store.flushed().copy();
            completion.done(new Opened(term, isFresh, "sim", "memory"));
        });
    }

    @Override
    public void execute(EngineCall call, Completion<Execution> completion) {
        begin();
        after(delays.get().executeMs(), () -> {
            if (world.chance(faults.get().engineDeathPercent())) {
                isDead = true;
                completion.failed(Failure.of(ErrorCode.ENGINE_DIED, "the engine died", Outcome.UNKNOWN));
                return;
            }
            completion.done(perform(call));
        });
    }

    /** The content reaches the store some time before this engine learns of it; a death in between leaves it there. */
    @Override
    public void flush(Completion<Void> completion) {
        begin();
        SimTables content = committed.copy();
        int takesMs = world.upTo(delays.get().flushMs());
        boolean fails = world.chance(faults.get().flushFailurePercent());
        if (!fails || world.chance(50)) {
            int reachedAfterMs = world.upTo((takesMs + 1) / 2);
            world.after(reachedAfterMs, process, () -> {
                if (!isDead) {
                    store.keep(this, content);
                }
            });
        }
        world.after(takesMs, process, () -> {
            if (isDead) {
                return;
            }
            isBusy = false;
            if (fails) {
                completion.failed(Failure.of(ErrorCode.FLUSH_FAILED, "the store was not written", Outcome.UNKNOWN));
            } else {
                completion.done(null);
            }
        });
    }

    @Override
    public void close(Completion<Void> completion) {
        isDead = true;
        world.after(world.upTo(delays.get().executeMs()), process, () -> {
            store.closed(this);
            completion.done(null);
        });
    }

    private void begin() {
        Violation.unless(!isDead, "engine contract", "a dead or closed engine was used");
        Violation.unless(!isBusy, "engine contract", "an operation was begun before the last had ended");
        isBusy = true;
    }

    private void after(int longestMs, Runnable action) {
        world.after(world.upTo(longestMs), process, () -> {
            if (!isDead) {
                isBusy = false;
                action.run();
            }
        });
    }

    private Execution perform(EngineCall call) {
        if (call instanceof EngineCall.Query query) {
            return run((SimSql) query.statement());
        } else if (call instanceof EngineCall.Script script) {
            return runScript((SimSql) script.script());
        } else if (call instanceof EngineCall.Begin) {
            return beginTransaction();
        } else if (call instanceof EngineCall.Commit) {
            return commit();
        } else if (call instanceof EngineCall.Rollback) {
            inTransaction = null;
            return ended(SimRows.NOTHING, Changes.NONE);
        } else if (call instanceof EngineCall.Unwatch unwatch) {
            captured.removeIf(
                    table -> unwatch.tables().isEmpty() || unwatch.tables().contains(table));
            return ended(SimRows.NOTHING, Changes.NONE);
        }
        Violation.unless(inTransaction == null, "engine contract", "a live query ran inside a transaction");
        if (call instanceof EngineCall.Watch watch) {
            return watch((SimSql) watch.query());
        }
        SimSql query = (SimSql) ((EngineCall.Rerun) call).query();
        Violation.unless(captured.contains(query.table()), "engine contract", "a query ran again that is not watched");
        return ended(committed.rows(query.table()), Changes.NONE);
    }

    private Execution watch(SimSql query) {
        if (!query.isRead()) {
            return failed(ErrorCode.LIVE_UNSUPPORTED, "not a plain read", Outcome.NOT_RUN);
        }
        captured.add(query.table());
        return new Execution(null, committed.rows(query.table()), false, Changes.NONE, List.of(query.table()));
    }

    private Execution beginTransaction() {
        Violation.unless(inTransaction == null, "engine contract", "a transaction was begun inside another");
        inTransaction = committed.copy();
        isTransactionFailed = false;
        touched.clear();
        isSchemaTouched = false;
        return ended(SimRows.NOTHING, Changes.NONE);
    }

    private Execution commit() {
        if (inTransaction == null || isTransactionFailed) {
            inTransaction = null;
            return failed(ErrorCode.SQL_ERROR, "the transaction had failed and was rolled back", Outcome.ROLLED_BACK);
        }
        committed = inTransaction;
        inTransaction = null;
        return ended(SimRows.NOTHING, takeChanges());
    }

    private Execution run(SimSql statement) {
        if (inTransaction == null) {
            return runAlone(statement);
        }
        if (isTransactionFailed) {
            return failed(ErrorCode.SQL_ERROR, "the transaction has failed", Outcome.ROLLED_BACK);
        }
        return effect(statement, inTransaction);
    }

    private Execution runAlone(SimSql statement) {
        touched.clear();
        isSchemaTouched = false;
        if (statement.verb().equals("begin")) {
            return beginTransaction();
        }
        Execution execution = effect(statement, committed);
        return execution.succeeded() ? ended(execution.result(), takeChanges()) : execution;
    }

    /** All or nothing, as PostgreSQL does with a script that manages no transaction itself. */
    private Execution runScript(SimSql script) {
        boolean isAlone = inTransaction == null;
        if (isAlone) {
            beginTransaction();
        }
        for (String statement : statements(script.text())) {
            Execution execution = run(new SimSql(statement));
            if (!execution.succeeded()) {
                inTransaction = isAlone ? null : inTransaction;
                return failed(execution.failure().code(), execution.failure().message(), Outcome.ROLLED_BACK);
            }
        }
        return isAlone ? commit() : ended(SimRows.NOTHING, Changes.NONE);
    }

    private Execution effect(SimSql statement, SimTables tables) {
        switch (statement.verb()) {
            case "insert" -> {
                tables.insert(statement.table(), statement.row());
                touched.add(statement.table());
                return ended(SimRows.NOTHING, Changes.NONE);
            }
            case "read" -> {
                return ended(tables.rows(statement.table()), Changes.NONE);
            }
            case "alter" -> {
                isSchemaTouched = true;
                return ended(SimRows.NOTHING, Changes.NONE);
            }
            default -> {
                isTransactionFailed = true;
                return failed(ErrorCode.SQL_ERROR, "syntax error", Outcome.ROLLED_BACK);
            }
        }
    }

    private Changes takeChanges() {
        List<String> tables = new ArrayList<>(touched);
        tables.retainAll(captured);
        return isSchemaTouched || !tables.isEmpty() ? new Changes(isSchemaTouched, tables) : Changes.NONE;
    }

    private Execution ended(Payload result, Changes changes) {
        return new Execution(null, result, inTransaction != null, changes, List.of());
    }

    private Execution failed(ErrorCode code, String message, Outcome outcome) {
        return new Execution(Failure.of(code, message, outcome), null, inTransaction != null, Changes.NONE, List.of());
    }

    private static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        int from = 0;
        for (int to = script.indexOf(';'); to >= 0; to = script.indexOf(';', from)) {
            statements.add(script.substring(from, to).trim());
            from = to + 1;
        }
        statements.add(script.substring(from).trim());
        return statements;
    }
}
