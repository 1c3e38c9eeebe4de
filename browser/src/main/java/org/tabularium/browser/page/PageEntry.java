package org.tabularium.browser.page;

import org.teavm.jso.JSExport;

/** What the page's script exports. */
public final class PageEntry {
    private PageEntry() {}

    /** Opens a database in this tab. */
    @JSExport
    public static PageClient openClient(PageConfig config, PageEvents events) {
        PageHost host = new PageHost(config, events);
        host.start();
        return new PageClient(host);
    }
}
