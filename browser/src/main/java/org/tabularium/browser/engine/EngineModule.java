package org.tabularium.browser.engine;

import org.teavm.jso.JSObject;

/** What an engine's script exports. */
public interface EngineModule extends JSObject {
    /** An engine that is not open yet, or a promise of one: what this gives must be resolved first. */
    ScriptEngine createEngine(EngineOptions options);

    /** Loads what an engine will need, so that it is at hand when one is opened. */
    void prepare(JSObject urls);
}
