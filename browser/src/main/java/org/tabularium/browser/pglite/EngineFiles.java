package org.tabularium.browser.pglite;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** What the facade says of where the engine's files are: {@code {engine, pgliteWasm, initdbWasm, pgliteData}}. */
final class EngineFiles {
    private final JSObject urls;

    EngineFiles(JSObject urls) {
        this.urls = urls;
    }

    /** The address of the engine's script. */
    String scriptUrl() {
        return scriptUrl(urls);
    }

    /** What {@link EngineModule#openPglite} is told. */
    JSObject openOptions(String dataDir, boolean isDebug) {
        return openOptions(dataDir, urls, isDebug);
    }

    @JSBody(params = "urls", script = "return urls.engine;")
    private static native String scriptUrl(JSObject urls);

    @JSBody(
            params = {"dataDir", "urls", "debug"},
            script = "return {dataDir: dataDir, urls: urls, debug: debug};")
    private static native JSObject openOptions(String dataDir, JSObject urls, boolean debug);
}
