package org.tabularium.sql;

import java.util.List;
import org.tabularium.base.Payload;

/** One thing asked of the engine. The engine does one at a time and answers each with one {@link Execution}. */
public sealed interface EngineCall {
    /** Runs one statement with its parameters. */
    record Query(Payload statement) implements EngineCall {}

    /** Runs a script of any number of statements, without parameters. */
    record Script(Payload script) implements EngineCall {}

    /** Opens a transaction. */
    record Begin() implements EngineCall {}

    /** Commits the open transaction. */
    record Commit() implements EngineCall {}

    /** Rolls the open transaction back; succeeds also where none is open. */
    record Rollback() implements EngineCall {}

    /**
     * Finds what a query reads, installs change capture for it, and runs it. The {@link Execution} carries the tables
     * in {@code readSet}. Fails with {@code LIVE_UNSUPPORTED} when the query is not a plain read.
     */
    record Watch(Payload query) implements EngineCall {}

    /** Runs a watched query again, in a read-only transaction. */
    record Rerun(Payload query) implements EngineCall {}

    /**
     * Removes change capture from tables that nobody watches any more; with no tables, all of it: nobody watches
     * anything.
     */
    record Unwatch(List<String> tables) implements EngineCall {}
}
