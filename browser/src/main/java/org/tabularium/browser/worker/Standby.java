package org.tabularium.browser.worker;

import org.tabularium.browser.engine.EngineLoader;
import org.tabularium.browser.engine.EngineOptions;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.js.WebLock;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Names;
import org.teavm.jso.JSObject;

/**
 * Has the engine at hand while this worker is the next in line to lead.
 *
 * <p>Workers queue for the lock of those who stand by in the order in which they queue for the store's, and a leader
 * leaves it. So one worker at a time loads and compiles what an engine needs, the one that will need it next.
 */
final class Standby {
    /** A tab that has just opened has better things to do, and may be gone soon. */
    private static final int PATIENCE_MS = 2_000;
    /** SQLite is a tenth of PGlite's weight. */
    private static final int SQLITE_PATIENCE_MS = 300;

    private final String path;
    private final EngineLoader loader;
    private final JSObject urls;
    private WebLock lock;

    Standby(String path, EngineLoader loader, JSObject urls) {
        this.path = path;
        this.loader = loader;
        this.urls = urls;
    }

    /** Queues; to be called right after this worker has queued for the store's lock. */
    void queue() {
        WebLock[] mine = new WebLock[1];
        mine[0] = WebLocks.exclusive(
                Names.standbyLock(path),
                () -> Web.after(Names.isSqlite(path) ? SQLITE_PATIENCE_MS : PATIENCE_MS, () -> {
                    if (lock == mine[0]) {
                        prepare();
                    }
                }),
                refused -> {
                    // Without it the engine is loaded when it is needed.
                });
        lock = mine[0];
    }

    /** This worker leads, or does not want to. */
    void leave() {
        if (lock != null) {
            lock.release();
            lock = null;
        }
    }

    /** What cannot be loaded now is tried once more when it is needed, and then said. */
    private void prepare() {
        loader.loadEngine(EngineOptions.scriptUrl(urls))
                .then(
                        module -> {
                            module.prepare(urls);
                            return null;
                        },
                        error -> null);
    }
}
