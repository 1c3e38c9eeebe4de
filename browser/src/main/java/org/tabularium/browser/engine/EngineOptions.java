package org.tabularium.browser.engine;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** What an engine is told when it is made. */
public interface EngineOptions extends JSObject {
    /** The store, {@code idb://app}. */
    @JSProperty
    String getDataDir();

    /** Where the engine's files are: {@code {engine, pgliteWasm, pgliteData, blankData}}. */
    @JSProperty
    JSObject getUrls();

    /** Whether the engine is to be talkative. */
    @JSProperty("debug")
    boolean isDebug();

    /** The tab's, whose worker this runs in; its worker lock tells others whether it lives. */
    @JSProperty
    String getSession();

    /** Whether a database that PGlite wrote to IndexedDB is to be copied into a store of our own. */
    @JSProperty("convert")
    boolean isConverting();

    /** Asks whether the store is still this leader's, where the store cannot tell. */
    @JSProperty("stillHolds")
    StoreFence getFence();

    /** Whether the lock was taken from a leader that may still have the store open; known when the engine is made. */
    @JSProperty("isStolen")
    void setStolen(boolean isStolen);

    /** The address of the script that makes the engine. */
    static String scriptUrl(JSObject urls) {
        return Maker.scriptUrl(urls);
    }

    /** Options as a JavaScript object. */
    static EngineOptions of(
            String dataDir, JSObject urls, boolean isDebug, String session, boolean isConverting, StoreFence fence) {
        return Maker.make(dataDir, urls, isDebug, session, isConverting, fence);
    }

    /** Holds the scripts, which an interface cannot. */
    final class Maker {
        private Maker() {}

        @JSBody(params = "urls", script = "return urls.engine;")
        private static native String scriptUrl(JSObject urls);

        @JSBody(
                params = {"dataDir", "urls", "debug", "session", "convert", "stillHolds"},
                script = "return {dataDir: dataDir, urls: urls, debug: debug, session: session, convert: convert,"
                        + " stillHolds: stillHolds};")
        private static native EngineOptions make(
                String dataDir, JSObject urls, boolean debug, String session, boolean convert, StoreFence stillHolds);
    }
}
