package org.tabularium.browser.engine;

import org.tabularium.browser.link.PlainFailure;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;

/**
 * An engine as its script hands it out: the {@link org.tabularium.port.Engine} port in JavaScript's terms. A call that
 * is not to be written down in the journal has no note.
 *
 * <p>There is one call at a time, so who takes what calls come to is said once: a function that crosses between the two
 * scripts costs more than such a call takes the engine.
 */
public interface ScriptEngine extends JSObject {
    /** Says who takes what each call comes to, before the first one. */
    void listen(OnExecuted onExecuted, OnFailure onFailure);

    /** Opens the store. */
    void open(int termFloor, boolean isStolen, OnOpened onOpened, OnFailure onFailure);

    /** Runs one statement. */
    void query(JSObject statement, boolean isRead, ScriptNote note);

    /** Runs a script. */
    void script(JSObject script, ScriptNote note, int progress);

    /** Opens a transaction, or what {@code mode} asks for where it is not null. */
    void begin(JSObject mode);

    /** Commits the open transaction. */
    void commit(ScriptNote note);

    /** Rolls the open transaction back. */
    void rollback();

    /** Reads a kept answer. */
    void recall(ScriptNote note);

    /** Captures what changes a query. */
    void watch(JSObject query);

    /** Runs a watched query again. */
    void rerun(JSObject query);

    /** Removes change capture. */
    void unwatch(String[] tables);

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
        /** Takes it. */
        void executed(ScriptExecution execution);
    }

    /** Takes the failure of the engine itself, or, where it says so, null. */
    @JSFunctor
    interface OnFailure extends JSObject {
        /** Takes it. */
        void failed(PlainFailure failure);
    }
}
