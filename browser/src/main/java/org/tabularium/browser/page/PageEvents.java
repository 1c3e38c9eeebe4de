package org.tabularium.browser.page;

import org.tabularium.browser.link.PlainFailure;
import org.teavm.jso.JSObject;

/** What the facade is told; {@code PageHost} in the facade's {@code page.d.ts}. */
public interface PageEvents extends JSObject {
    /** Another leader leads. */
    void onWelcome(JSObject leaderInfo);

    /** This tab has stopped leading. */
    void onDemoted();

    /** The tab cannot work. */
    void onFatal(PlainFailure failure);

    /** A line for the developer. */
    void onLog(String level, String text);
}
