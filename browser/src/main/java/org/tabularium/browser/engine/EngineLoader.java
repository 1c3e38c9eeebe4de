package org.tabularium.browser.engine;

import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** Imports the engine's script, the largest by far; the entry file of the worker provides it. */
public interface EngineLoader extends JSObject {
    /** The module at this address. */
    JSPromise<EngineModule> loadEngine(String url);
}
