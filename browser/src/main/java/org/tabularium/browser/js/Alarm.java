package org.tabularium.browser.js;

/** One alarm: the earliest of all that were asked for since it last rang. */
public final class Alarm {
    private final Callback ring;
    private double atMs = Double.POSITIVE_INFINITY;
    private int timer;

    /** An alarm that calls back when it rings. */
    public Alarm(Callback ring) {
        this.ring = ring;
    }

    /** Rings at {@code whenMs} on {@link Web#nowMs}'s clock, unless it rings earlier anyway. */
    public void setFor(double whenMs) {
        if (whenMs >= atMs) {
            return;
        }
        // A timer that is of no use any more would wake an idle tab.
        Web.cancel(timer);
        atMs = whenMs;
        timer = Web.after(Math.max(0, whenMs - Web.nowMs()), () -> {
            atMs = Double.POSITIVE_INFINITY;
            ring.call();
        });
    }
}
