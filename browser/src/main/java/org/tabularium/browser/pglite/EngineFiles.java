package org.tabularium.browser.pglite;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** What the facade says of where the engine's files are: {@code {engine, pgliteWasm, initdbWasm, pgliteData}}. */
final class EngineFiles {
    private final JSObject urls;

    private final String session;
    private final boolean isConverting;

    EngineFiles(JSObject urls, String session, boolean isConverting) {
        this.urls = urls;
        this.session = session;
        this.isConverting = isConverting;
    }

    /** The address of the engine's script. */
    String scriptUrl() {
        return scriptUrl(urls);
    }

    /** What {@link EngineModule#openPglite} is told. */
    JSObject openOptions(String dataDir, boolean isDebug, boolean isStolen, StoreFence fence) {
        return openOptions(dataDir, urls, isDebug, session, isStolen, isConverting, fence);
    }

    @JSBody(params = "urls", script = "return urls.engine;")
    private static native String scriptUrl(JSObject urls);

    @JSBody(
            params = {"dataDir", "urls", "debug", "session", "isStolen", "convert", "stillHolds"},
            script = "return {dataDir: dataDir, urls: urls, debug: debug, session: session, isStolen: isStolen,"
                    + " convert: convert, stillHolds: stillHolds};")
    private static native JSObject openOptions(
            String dataDir,
            JSObject urls,
            boolean debug,
            String session,
            boolean isStolen,
            boolean convert,
            StoreFence stillHolds);
}
