package org.tabularium.sim.world;

import java.util.Arrays;

/** Events by time and, within a millisecond, in the order in which they were added: a binary heap. */
final class EventQueue {
    /** What happens to a process at some time. */
    static final class Event {
        final int atMs;
        final SimProcess process;
        final Runnable action;
        private final int sequence;

        private Event(int atMs, int sequence, SimProcess process, Runnable action) {
            this.atMs = atMs;
            this.sequence = sequence;
            this.process = process;
            this.action = action;
        }

        private boolean isBefore(Event other) {
            return atMs != other.atMs ? atMs < other.atMs : sequence < other.sequence;
        }
    }

    private Event[] heap = new Event[64];
    private int size;
    private int lastSequence;

    /** Adds an event behind all others of its time. */
    void add(int atMs, SimProcess process, Runnable action) {
        lastSequence++;
        Event added = new Event(atMs, lastSequence, process, action);
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int at = size;
        size++;
        while (at > 0 && added.isBefore(heap[(at - 1) / 2])) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = added;
    }

    /** When the first event happens; {@link Integer#MAX_VALUE} where there is none. */
    int firstAtMs() {
        return size == 0 ? Integer.MAX_VALUE : heap[0].atMs;
    }

    /** Takes the first event out; null where there is none. */
    Event poll() {
        if (size == 0) {
            return null;
        }
        Event first = heap[0];
        size--;
        Event last = heap[size];
        heap[size] = null;
        if (size > 0) {
            sink(last);
        }
        return first;
    }

    private void sink(Event last) {
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
                child++;
            }
            if (!heap[child].isBefore(last)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = last;
    }
}
