package org.tabularium.browser.sqlite;

import org.tabularium.browser.engine.EngineOptions;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** Opens SQLite, which is JavaScript's own matter. */
@JSFunctor
public interface SqliteOpener extends JSObject {
    /** Opens it; {@code isStolen} says whether a leader that was deposed may still have the store open. */
    JSPromise<SqliteHandle> open(EngineOptions options, boolean isStolen, PragmaDecision pragmas);
}
