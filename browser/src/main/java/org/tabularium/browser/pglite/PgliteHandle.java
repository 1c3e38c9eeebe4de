package org.tabularium.browser.pglite;

import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;
import org.teavm.jso.typedarrays.Uint8Array;

/** An open PGlite, as the engine's script hands it out. */
public interface PgliteHandle extends JSObject {
    /** Whether the store was created by this opening. */
    @JSProperty("isFresh")
    boolean isFresh();

    /**
     * Runs frontend messages and returns all backend messages, in a buffer that nobody else has. Throws when the
     * engine is dead.
     */
    Uint8Array exec(Uint8Array message);

    /** Writes everything to the store. */
    JSPromise<JSObject> flush();

    /** Closes the engine and lets go of the store. */
    JSPromise<JSObject> close();

    /** A parameter as PostgreSQL's text for this type, or null for NULL. Throws when the type has no such value. */
    String serialize(JSObject value, int type);
}
