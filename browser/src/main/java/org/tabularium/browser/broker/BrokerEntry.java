package org.tabularium.browser.broker;

import org.teavm.jso.JSExport;

/** What the broker's script exports. */
public final class BrokerEntry {
    private BrokerEntry() {}

    /** Runs the broker in the SharedWorker this is called in. */
    @JSExport
    public static void startBroker() {
        new BrokerHost().start();
    }
}
