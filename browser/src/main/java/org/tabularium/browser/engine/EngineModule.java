package org.tabularium.browser.engine;

import org.teavm.jso.JSObject;

/** What an engine's script exports. */
public interface EngineModule extends JSObject {
    /** An engine that is not open yet. */
    ScriptEngine createEngine(EngineOptions options);
}
