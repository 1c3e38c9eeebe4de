package org.tabularium.browser.page;

import org.tabularium.browser.js.Callback;
import org.tabularium.browser.js.Web;

/** The end of a tab, which waits until its calls have ended and its worker has handed leadership on. */
final class Closing {
    /** How long the end is waited for, in milliseconds. */
    private static final double CLOSE_MS = 5_000;

    private final Runnable letGo;
    private Callback onClosed;
    private boolean isNodeClosed;
    private boolean isWorkerStopped;

    /** {@code letGo} lets go of all that the tab still has. */
    Closing(Runnable letGo) {
        this.letGo = letGo;
    }

    void begin(boolean hasWorker, Callback done) {
        onClosed = done;
        isWorkerStopped = !hasWorker;
        Web.after(CLOSE_MS, this::finish);
    }

    /** No call is left. */
    void nodeClosed() {
        isNodeClosed = true;
        finishIfDone();
    }

    /** The worker holds nothing any more. */
    void workerStopped() {
        isWorkerStopped = true;
        finishIfDone();
    }

    private void finishIfDone() {
        if (isNodeClosed && isWorkerStopped) {
            finish();
        }
    }

    private void finish() {
        if (onClosed == null) {
            return;
        }
        Callback done = onClosed;
        onClosed = null;
        letGo.run();
        done.call();
    }
}
