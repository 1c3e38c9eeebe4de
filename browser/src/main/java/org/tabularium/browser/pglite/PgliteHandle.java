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

    /** Which kind of store it is. */
    @JSProperty
    String getStorage();

    /** Whether messages may be run while a flush is under way, which keeps what was there when it began. */
    @JSProperty("flushesAside")
    boolean flushesAside();

    /** How often the store was fenced off from an earlier leader: the term must be at least this. */
    @JSProperty
    int getEpoch();

    /** Whether the application has made the engine, and may use it by itself. */
    @JSProperty("isOwnEngine")
    boolean isOwnEngine();

    /**
     * Runs frontend messages and returns all backend messages, in a buffer that nobody else has. Throws when the
     * engine is dead.
     */
    Uint8Array exec(Uint8Array message);

    /**
     * Runs frontend messages that end with Flush, and returns what the engine has answered to them. Their transaction
     * stays open until messages that end with Sync are run. Throws when the engine is dead.
     */
    Uint8Array execPart(Uint8Array message);

    /** Runs any frontend messages, and returns what the engine answers. Throws when the engine is dead. */
    Uint8Array execRaw(JSObject messages);

    /** The data directory as an archive, packed or not, as {@code how} says. Nothing may be run meanwhile. */
    JSPromise<JSObject> dump(String how);

    /** What {@code /dev/blob} holds from now on, or null for nothing. What is written there comes with a reply. */
    void holdBlob(JSObject content);

    /** Makes everything run so far outlive the process at {@code memory}, the machine at {@code disk}. */
    JSPromise<JSObject> flush(String level);

    /** Closes the engine and lets go of the store. */
    JSPromise<JSObject> close();

    /** A parameter as PostgreSQL's text for this type, or null for NULL. Throws when the type has no such value. */
    String serialize(JSObject value, int type);
}
