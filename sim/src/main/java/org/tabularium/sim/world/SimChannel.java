package org.tabularium.sim.world;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Two ends that send to each other.
 *
 * <p>Messages of one end arrive in order, each after its own delay, so between channels there is no order at all. What
 * a process had sent when it died arrives up to some moment after its death and then no more.
 *
 * @param <A> what the first end sends
 * @param <B> what the second end sends
 */
public final class SimChannel<A, B> {
    /**
     * One end.
     *
     * @param <S> what this end sends
     * @param <R> what it receives
     */
    public static final class End<S, R> {
        private final SimWorld world;
        private final SimProcess process;
        private final String label;
        private final int longestMs;
        private final ArrayDeque<R> unheard = new ArrayDeque<>();
        private End<R, S> other;
        private Consumer<R> listener;
        private boolean isClosed;
        private int lastArrivalMs;
        private int lastWordMs = -1;

        private End(SimWorld world, SimProcess process, String label, int longestMs) {
            this.world = world;
            this.process = process;
            this.label = label;
            this.longestMs = longestMs;
        }

        /** Who is at the other end, as the transcript calls them. */
        public String peer() {
            return other.label;
        }

        /** Hears what arrives from now on, and what has arrived already. */
        public void listen(Consumer<R> heard) {
            listener = heard;
            if (!unheard.isEmpty()) {
                world.after(0, process, this::hear);
            }
        }

        /** Sends to the other end. */
        public void send(S message) {
            if (isClosed) {
                return;
            }
            int atMs = Math.max(world.nowMs() + process.upTo(longestMs), lastArrivalMs);
            lastArrivalMs = atMs;
            world.after(atMs - world.nowMs(), other.process, () -> {
                if (isStillSaid(atMs)) {
                    other.arrived(message);
                }
            });
        }

        /** Hears no more and says no more; what was sent still arrives. */
        public void close() {
            isClosed = true;
        }

        private boolean isStillSaid(int atMs) {
            if (process.isAlive()) {
                return true;
            }
            if (lastWordMs < 0) {
                lastWordMs = process.diedAtMs() + process.upTo(longestMs);
            }
            return atMs <= lastWordMs;
        }

        private void arrived(R message) {
            if (isClosed) {
                return;
            }
            unheard.add(message);
            if (listener != null) {
                hear();
            }
        }

        private void hear() {
            while (!unheard.isEmpty() && !isClosed) {
                listener.accept(unheard.poll());
            }
        }
    }

    private final End<A, B> first;
    private final End<B, A> second;

    /** A channel whose messages take at most {@code longestMs}; the labels say who is at each end. */
    public SimChannel(
            SimWorld world,
            SimProcess firstProcess,
            String firstLabel,
            SimProcess secondProcess,
            String secondLabel,
            int longestMs) {
        first = new End<>(world, firstProcess, firstLabel, longestMs);
        second = new End<>(world, secondProcess, secondLabel, longestMs);
        first.other = second;
        second.other = first;
    }

    /** The first end. */
    public End<A, B> first() {
        return first;
    }

    /** The second end. */
    public End<B, A> second() {
        return second;
    }
}
