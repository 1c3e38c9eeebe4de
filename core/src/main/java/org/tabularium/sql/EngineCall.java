package org.tabularium.sql;

import java.util.List;
import org.tabularium.base.Payload;

/**
 * One thing asked of the engine. The engine does one at a time and answers each with one {@link Execution}.
 *
 * <p>What changes the database outside of a transaction is given a {@link Note}, and the engine writes it down, with
 * the answer where that is small enough to be kept, in the very transaction that has the effect. Calls inside a
 * transaction have none; their commit has.
 */
public sealed interface EngineCall {
    /**
     * Runs one statement with its parameters.
     *
     * @param isRead whether the statement looks as if it changed nothing. The engine has the last word: a statement
     *     that turns out to change something is written down as any other
     * @param note where to write it down, or null inside a transaction
     */
    record Query(Payload statement, boolean isRead, Note note) implements EngineCall {}

    /**
     * Runs a script of any number of statements, without parameters. A script that ends transactions itself is run in
     * parts, each of which is written down with its own commit.
     *
     * @param note where to write it down, or null inside a transaction
     * @param progress how many parts have committed under an earlier leader; the answers to those are in the journal
     */
    record Script(Payload script, Note note, int progress) implements EngineCall {}

    /**
     * Opens a transaction, or, where {@code mode} asks for it, gives the engine's session to one caller: what is run in
     * it commits by itself, and the {@link Commit} or {@link Rollback} that ends it says that something may have been
     * committed.
     *
     * @param mode how, in the engine's own terms; null for a transaction
     */
    record Begin(Payload mode) implements EngineCall {
        /** Opens a transaction. */
        public Begin() {
            this(null);
        }
    }

    /**
     * Commits the open transaction.
     *
     * @param note where to write it down if it changes something
     */
    record Commit(Note note) implements EngineCall {}

    /** Rolls the open transaction back; succeeds also where none is open. */
    record Rollback() implements EngineCall {}

    /** Reads the kept answer to a request that is {@link Entry#DONE}. */
    record Recall(Note note) implements EngineCall {}

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
