package org.tabularium.browser.page;

import org.tabularium.browser.js.Port;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** What the facade says when it opens a database; {@code PageConfig} in the facade's {@code page.d.ts}. */
public interface PageConfig extends JSObject {
    /** The normalised path of the store, {@code idb://app}. */
    @JSProperty
    String getPath();

    /** The group id, or null. */
    @JSProperty
    String getId();

    /** The application's own version, or null. */
    @JSProperty
    String getAppVersion();

    /** {@code disk} or {@code memory}. */
    @JSProperty
    String getDurability();

    /** How long a transaction may wait for its next statement, in milliseconds. */
    @JSProperty
    int getTransactionIdleMs();

    /** How long a leader may give no sign of life, in milliseconds. */
    @JSProperty
    int getLeaderTimeoutMs();

    /** How long one statement may run, in milliseconds; 0 for ever. */
    @JSProperty
    int getMaxStatementMs();

    /** Whether a database that PGlite wrote is to be copied into a store of our own. */
    @JSProperty("convert")
    boolean isConverting();

    /** Whether the engine is to be talkative. */
    @JSProperty
    boolean isDebug();

    /** The oldest protocol version to speak, or 0 for the build's own. */
    @JSProperty
    int getProtocolMin();

    /** The newest protocol version to speak, or 0 for the build's own. */
    @JSProperty
    int getProtocolMax();

    /** Where the broker's script is, or null where there is no SharedWorker. */
    @JSProperty
    String getBrokerUrl();

    /** Where the engine's files are. */
    @JSProperty
    JSObject getEngineUrls();

    /** This tab's worker. */
    @JSProperty
    Port getWorker();
}
