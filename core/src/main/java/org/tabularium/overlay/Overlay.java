package org.tabularium.overlay;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.Payload;

/** Decides which of a tab's own writes are laid over which results of its live queries. */
public final class Overlay {
    /** How long the result that has a confirmed write may take to come by itself, in milliseconds. */
    static final int GRACE_MS = 100;

    /** What the platform does for the overlay. */
    public interface Effects {
        /** Show a query's result with these writes over it, the first one lowest. */
        void show(int query, Payload result, Iterable<Layer> layers);

        /** Have a query run now. Its result comes as any other. */
        void refresh(int query);

        /** Step again at this time. */
        void wakeAt(double atMs);
    }

    /** What can happen to the overlay. */
    public sealed interface Input {
        /** Applies this input. */
        void applyTo(Overlay overlay, Effects out);
    }

    /** The application opens a live query, which has no result yet. */
    public record Opened(int query, Payload statement) implements Input {
        @Override
        public void applyTo(Overlay overlay, Effects out) {
            overlay.queries.put(query, new OverlaidQuery(query, statement));
        }
    }

    /** The application has seen enough of a query. */
    public record Closed(int query) implements Input {
        @Override
        public void applyTo(Overlay overlay, Effects out) {
            overlay.queries.remove(query);
        }
    }

    /** A query has a result. */
    public record GotResult(int query, Payload result, Commit commit) implements Input {
        @Override
        public void applyTo(Overlay overlay, Effects out) {
            OverlaidQuery of = overlay.queries.get(query);
            if (of != null && of.got(result, commit, overlay.writes.values())) {
                of.show(out);
            }
        }
    }

    /**
     * A write begins.
     *
     * @param before the last commit that was known before; the write's own comes after it
     * @param isRepeatable whether laying the write over a result that has it already changes nothing that matters
     */
    public record Began(int write, Patch patch, Commit before, boolean isRepeatable) implements Input {
        @Override
        public void applyTo(Overlay overlay, Effects out) {
            Write begun = new Write(write, patch, before, isRepeatable);
            overlay.writes.put(write, begun);
            for (OverlaidQuery query : overlay.queries.values()) {
                if (query.lay(begun)) {
                    query.show(out);
                }
            }
        }
    }

    /** A write has taken effect, at this commit or before it. */
    public record Confirmed(int write, Commit commit) implements Input {
        @Override
        public void applyTo(Overlay overlay, Effects out) {
            Write confirmed = overlay.pending(write);
            if (confirmed == null) {
                return;
            }
            confirmed.confirm(commit);
            for (OverlaidQuery query : overlay.queries.values()) {
                boolean wasLaid = query.isUnder(confirmed);
                if (query.settle() || wasLaid) {
                    query.show(out);
                }
            }
        }
    }

    /** A write has no effect and will have none, or nobody will ever know of it. */
    public record Failed(int write) implements Input {
        @Override
        public void applyTo(Overlay overlay, Effects out) {
            Write failed = overlay.pending(write);
            if (failed != null) {
                overlay.drop(failed, out);
            }
        }
    }

    /** Nothing of the pending writes is to be shown any more, whatever becomes of them. */
    public record Cleared() implements Input {
        @Override
        public void applyTo(Overlay overlay, Effects out) {
            for (Write write : overlay.writes.values().toArray(new Write[0])) {
                if (write.isPending()) {
                    overlay.drop(write, out);
                }
            }
        }
    }

    /** Time has passed. */
    public record Tick() implements Input {
        @Override
        public void applyTo(Overlay overlay, Effects out) {}
    }

    private final Map<Integer, OverlaidQuery> queries = new LinkedHashMap<>();
    /** The pending ones, and those that are confirmed and not yet in the results of all queries they concern. */
    private final Map<Integer, Write> writes = new LinkedHashMap<>();

    /** An overlay without queries and writes. */
    public Overlay() {}

    /** Applies one input; what the platform must do follows, in order, in {@code out}. */
    public void step(Input input, double nowMs, Effects out) {
        input.applyTo(this, out);
        writes.values().removeIf(write -> !write.isPending() && !isNeeded(write));
        refresh(nowMs, out);
    }

    private Write pending(int number) {
        Write write = writes.get(number);
        return write != null && write.isPending() ? write : null;
    }

    private void drop(Write write, Effects out) {
        writes.remove(write.number);
        for (OverlaidQuery query : queries.values()) {
            if (query.remove(write)) {
                query.show(out);
            }
        }
    }

    private boolean isNeeded(Write write) {
        for (OverlaidQuery query : queries.values()) {
            if (query.knows(write)) {
                return true;
            }
        }
        return false;
    }

    /** A write that does not change a query's result gives it no new one, so one is asked for. */
    private void refresh(double nowMs, Effects out) {
        double nextMs = Double.POSITIVE_INFINITY;
        for (OverlaidQuery query : queries.values()) {
            double atMs = query.refreshAtMs(nowMs, GRACE_MS);
            if (atMs <= nowMs) {
                query.refreshed();
                out.refresh(query.number);
            } else {
                nextMs = Math.min(nextMs, atMs);
            }
        }
        if (nextMs < Double.POSITIVE_INFINITY) {
            out.wakeAt(nextMs);
        }
    }
}
