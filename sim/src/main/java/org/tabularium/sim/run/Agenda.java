package org.tabularium.sim.run;

import java.util.PriorityQueue;

/** What is to be decided and when: at most one decision in a millisecond, so that a recording keeps their order. */
final class Agenda {
    private record Item(int atMs, int sequence, Runnable decision) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            return atMs != other.atMs ? Integer.compare(atMs, other.atMs) : Integer.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Item> items = new PriorityQueue<>();
    private int lastSequence;
    private int nowMs;

    /** Plans a decision. */
    void after(int delayMs, Runnable decision) {
        lastSequence++;
        items.add(new Item(nowMs + delayMs, lastSequence, decision));
    }

    /** Plans a decision for a time that may be a moment ago. */
    void at(int atMs, Runnable decision) {
        after(Math.max(0, atMs - nowMs), decision);
    }

    /** When the next decision is due. */
    int nextAtMs() {
        return items.isEmpty() ? Integer.MAX_VALUE : Math.max(items.peek().atMs, nowMs + 1);
    }

    /** Has the next decision made. */
    void next() {
        nowMs = nextAtMs();
        items.poll().decision.run();
    }
}
