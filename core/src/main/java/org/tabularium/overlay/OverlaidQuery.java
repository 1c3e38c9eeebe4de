package org.tabularium.overlay;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.base.Payload;

/** A live query: the result it shows, the writes over it, and the result that waits until it may be shown. */
final class OverlaidQuery {
    private record Result(Payload rows, Commit commit) {}

    final int number;
    private final Payload query;
    private final List<Write> layers = new ArrayList<>();
    /** Writes of which it was not known whether the first result has them. */
    private final List<Write> passedOver = new ArrayList<>();
    /** Null before the first result. */
    private Result base;
    /** Newer than the base; null where nothing is held back. */
    private Result held;

    private double refreshAtMs = Double.POSITIVE_INFINITY;
    private boolean isRefreshing;

    OverlaidQuery(int number, Payload query) {
        this.number = number;
        this.query = query;
    }

    /** Takes or holds back a result; whether what is shown changes. */
    boolean got(Payload rows, Commit commit, Iterable<Write> writes) {
        Commit last = latest();
        if (last != null && last.isAfter(commit)) {
            return false;
        }
        isRefreshing = false;
        if (base == null) {
            base = new Result(rows, commit);
            for (Write write : writes) {
                if (write.patch.appliesTo(query) && !write.isIn(commit)) {
                    (write.mayLieOver(commit) ? layers : passedOver).add(write);
                }
            }
            return true;
        }
        held = new Result(rows, commit);
        return settle();
    }

    /** Lays a write over; whether what is shown changes. */
    boolean lay(Write write) {
        if (base == null || !write.patch.appliesTo(query) || !write.mayLieOver(base.commit)) {
            return false;
        }
        layers.add(write);
        return true;
    }

    /** Takes away a write that has no effect; whether what is shown changes. */
    boolean remove(Write write) {
        passedOver.remove(write);
        boolean wasLaid = layers.remove(write);
        return settle() || wasLaid;
    }

    /** Whether the write lies over what is shown. */
    boolean isUnder(Write write) {
        return layers.contains(write);
    }

    /** Whether the write decides which result may be shown. */
    boolean knows(Write write) {
        return layers.contains(write) || passedOver.contains(write);
    }

    /**
     * Goes on to the result that is held back, if it is known by now which writes it has, and takes away those that the
     * base has; whether what is shown changes.
     */
    boolean settle() {
        boolean isNewer = held != null && isKnown(held.commit);
        if (isNewer) {
            base = held;
            held = null;
        }
        passedOver.removeIf(write -> write.isIn(base.commit));
        return layers.removeIf(write -> write.isIn(base.commit)) || isNewer;
    }

    /** When the query must be run again, because a confirmed write is in no result yet; infinite where it need not. */
    double refreshAtMs(double nowMs, double graceMs) {
        if (isRefreshing || !misses()) {
            refreshAtMs = Double.POSITIVE_INFINITY;
        } else if (refreshAtMs == Double.POSITIVE_INFINITY) {
            refreshAtMs = nowMs + graceMs;
        }
        return refreshAtMs;
    }

    void refreshed() {
        isRefreshing = true;
        refreshAtMs = Double.POSITIVE_INFINITY;
    }

    void show(Overlay.Effects out) {
        List<Layer> shown = new ArrayList<>();
        for (Write write : layers) {
            shown.add(write.layer());
        }
        out.show(number, base.rows, shown);
    }

    private boolean misses() {
        return misses(layers) || misses(passedOver);
    }

    private boolean misses(List<Write> writes) {
        for (Write write : writes) {
            if (!write.isPending() && !write.isIn(latest())) {
                return true;
            }
        }
        return false;
    }

    private boolean isKnown(Commit commit) {
        for (Write write : layers) {
            if (!write.isIn(commit) && !write.mayLieOver(commit)) {
                return false;
            }
        }
        // The base may have it, from a leader that died before it was kept: what is confirmed does not vanish again.
        for (Write write : passedOver) {
            if (!write.isPending() && !write.isIn(commit)) {
                return false;
            }
        }
        return true;
    }

    private Commit latest() {
        return held != null ? held.commit : base != null ? base.commit : null;
    }
}
