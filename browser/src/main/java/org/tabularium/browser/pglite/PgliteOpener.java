package org.tabularium.browser.pglite;

import org.tabularium.browser.engine.EngineOptions;
import org.teavm.jso.JSFunctor;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** Opens PGlite on its store; the engine's script provides it. */
@JSFunctor
public interface PgliteOpener extends JSObject {
    /** Opens a store, and creates it where there is none. */
    JSPromise<PgliteHandle> open(EngineOptions options, boolean isStolen);
}
