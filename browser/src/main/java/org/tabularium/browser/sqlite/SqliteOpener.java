package org.tabularium.browser.sqlite;

import org.tabularium.browser.engine.EngineOptions;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** Opens SQLite, which is JavaScript's own matter. */
@JSFunctor
public interface SqliteOpener extends JSObject {
    /** Opens it. */
    JSPromise<SqliteHandle> open(EngineOptions options, PragmaDecision pragmas);
}
