package org.tabularium.browser.worker;

import org.tabularium.browser.engine.EngineLoader;
import org.teavm.jso.JSExport;

/** What the worker's script exports. */
public final class WorkerEntry {
    private WorkerEntry() {}

    /** Runs the leading half of a tab in the worker this is called in; {@code loader} imports the engine's script. */
    @JSExport
    public static void startWorker(EngineLoader loader) {
        new WorkerHost(loader).listen();
    }
}
