package org.tabularium.browser.pglite;

import org.teavm.jso.JSObject;

/** Puts what comes with a statement where {@code COPY} finds it, and takes away what came with the one before. */
final class Blobs {
    private final PgliteHandle handle;
    private boolean isHeld;

    Blobs(PgliteHandle handle) {
        this.handle = handle;
    }

    /** The statement is about to be run. */
    void offer(Statement statement) {
        JSObject blob = statement.blob();
        if (blob != null || isHeld) {
            handle.holdBlob(blob);
            isHeld = blob != null;
        }
    }
}
