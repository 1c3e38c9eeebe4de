package org.tabularium.browser.page;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.js.JsConsumer;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.js.WebLock;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Names;
import org.teavm.jso.JSObject;

/**
 * Whether the page is there: it holds the tab's lock as long as it is shown.
 *
 * <p>A page that is put away, perhaps for good, lets go of everything that others could wait for: a page that keeps a
 * lock is not kept by the browser, or worse, is kept with it.
 */
final class Presence {
    /** What becomes of the page. */
    interface Events {
        /** It is there, and others can see it die. */
        void present();

        /** The browser refuses the lock. */
        void refused(Failure failure);

        /** It is put away; {@code isPersisted} where it may come back. The lock is let go of afterwards. */
        void away(boolean isPersisted);

        /** Nobody sees it any more. */
        void hidden();
    }

    private final String lockName;
    private final Events events;
    private final JsConsumer<JSObject> onPageHide = this::putAway;
    private final JsConsumer<JSObject> onPageShow = this::shown;
    private final JsConsumer<JSObject> onVisibility = this::visibilityChanged;
    private WebLock lock;
    private boolean isAway;

    Presence(String session, Events events) {
        this.lockName = Names.sessionLock(session);
        this.events = events;
    }

    void begin() {
        Web.onEvent("pagehide", onPageHide);
        Web.onEvent("pageshow", onPageShow);
        Web.onEvent("visibilitychange", onVisibility);
        lock = WebLocks.exclusive(lockName, events::present, refused -> refused());
    }

    /** Takes no notice of what becomes of the page from now on; the lock is still held. */
    void ignore() {
        Web.offEvent("pagehide", onPageHide);
        Web.offEvent("pageshow", onPageShow);
        Web.offEvent("visibilitychange", onVisibility);
    }

    /** Lets go of the lock. */
    void end() {
        lock.release();
    }

    private void putAway(JSObject event) {
        if (isAway) {
            return;
        }
        isAway = true;
        events.away(PageScripts.isPersisted(event));
        lock.release();
    }

    /** Whoever has the lock of a tab that was away only watches it, and may be stopped meanwhile. */
    private void shown(JSObject event) {
        if (isAway) {
            isAway = false;
            lock = WebLocks.steal(lockName, events::present, refused -> refused());
        }
    }

    private void visibilityChanged(JSObject event) {
        if (Web.isHidden()) {
            events.hidden();
        }
    }

    private void refused() {
        events.refused(Failure.of(
                ErrorCode.ENVIRONMENT_UNSUPPORTED,
                "The browser refused a lock; Web Locks need a secure context and an origin of its own.",
                Outcome.NOT_RUN));
    }
}
