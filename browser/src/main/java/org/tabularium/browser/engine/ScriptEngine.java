package org.tabularium.browser.engine;

import org.tabularium.browser.link.PlainFailure;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * An engine as its script hands it out: the {@link org.tabularium.port.Engine} port in JavaScript's terms. A call that
 * is not to be written down in the journal has a session of null.
 */
public interface ScriptEngine extends JSObject {
    /** Opens the store. */
    void open(int termFloor, boolean isStolen, OnOpened onOpened, OnFailure onFailure);

    /** Runs one statement. */
    void query(
            JSObject statement,
            boolean isRead,
            int slot,
            String session,
            int number,
            OnExecuted onExecuted,
            OnFailure onFailure);

    /** Runs a script. */
    void script(
            JSObject script,
            int slot,
            String session,
            int number,
            int progress,
            OnExecuted onExecuted,
            OnFailure onFailure);

    /** Opens a transaction, or what {@code mode} asks for where it is not null. */
    void begin(JSObject mode, OnExecuted onExecuted, OnFailure onFailure);

    /** Commits the open transaction. */
    void commit(int slot, String session, int number, OnExecuted onExecuted, OnFailure onFailure);

    /** Rolls the open transaction back. */
    void rollback(OnExecuted onExecuted, OnFailure onFailure);

    /** Reads a kept answer. */
    void recall(int slot, String session, int number, OnExecuted onExecuted, OnFailure onFailure);

    /** Captures what changes a query. */
    void watch(JSObject query, OnExecuted onExecuted, OnFailure onFailure);

    /** Runs a watched query again. */
    void rerun(JSObject query, OnExecuted onExecuted, OnFailure onFailure);

    /** Removes change capture. */
    void unwatch(String[] tables, OnExecuted onExecuted, OnFailure onFailure);

    /** Flushes to {@code MEMORY} or {@code DISK}; the failure is null where that succeeds. */
    void flush(String level, OnFailure onEnded);

    /** Closes the engine; the failure is null where that succeeds. */
    void close(OnFailure onEnded);

    /** Takes what opening came to. */
    @JSFunctor
    interface OnOpened extends JSObject {
        /** Takes it; {@code journal} has {@link ScriptEntry}s. */
        void opened(
                int term, boolean isFresh, String engine, String storage, boolean flushesAside, ScriptEntry[] journal);
    }

    /** Takes what a call came to. */
    @JSFunctor
    interface OnExecuted extends JSObject {
        /** Takes the parts of an {@link org.tabularium.sql.Execution}. */
        void executed(
                PlainFailure failure,
                JSObject result,
                boolean isAbridged,
                boolean isInTransaction,
                boolean hasWritten,
                boolean schemaChanged,
                String[] tables,
                String[] readSet);
    }

    /** Takes the failure of the engine itself, or, where it says so, null. */
    @JSFunctor
    interface OnFailure extends JSObject {
        /** Takes it. */
        void failed(PlainFailure failure);
    }
}
