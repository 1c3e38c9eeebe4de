package org.tabularium.sim.world;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.tabularium.base.Prng;

/** Virtual time: one queue of events, ordered by time and then by the order in which they were planned. */
public final class SimWorld {
    private record Event(int atMs, int sequence, SimProcess process, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingInt(Event::atMs).thenComparingInt(Event::sequence));
    private final SimProcess platform = new SimProcess(this, "platform");
    private final Prng prng;
    private int nowMs;
    private int lastSequence;
    private int happened;

    private SimWorld(Prng prng) {
        this.prng = prng;
    }

    /** A world in which everything takes exactly as long as it may. */
    public static SimWorld steady() {
        return new SimWorld(null);
    }

    /** A world in which chance decides how long everything takes. */
    public static SimWorld random(Prng prng) {
        return new SimWorld(prng);
    }

    /** Milliseconds since the world began. */
    public int nowMs() {
        return nowMs;
    }

    /** How many events have happened. */
    public int happened() {
        return happened;
    }

    /** A process that lives until it is told to die. */
    public SimProcess process(String name) {
        return new SimProcess(this, name);
    }

    /** The process that never dies: the browser itself. */
    public SimProcess platform() {
        return platform;
    }

    /** How long something takes that takes at most {@code longestMs}, and at least one millisecond. */
    public int upTo(int longestMs) {
        return prng == null ? longestMs : 1 + prng.below(longestMs);
    }

    /**
     * Whether something happens that happens {@code percent} times of a hundred; in a steady world only what is certain
     * does.
     */
    public boolean chance(int percent) {
        return percent >= 100 || (prng != null && percent > 0 && prng.chance(percent));
    }

    /** Plans an event of a process; it does not happen when the process is dead by then. */
    public void after(int delayMs, SimProcess process, Runnable action) {
        lastSequence++;
        events.add(new Event(nowMs + delayMs, lastSequence, process, action));
    }

    /** When the next event happens; {@link Integer#MAX_VALUE} where there is none. */
    public int nextAtMs() {
        return events.isEmpty() ? Integer.MAX_VALUE : events.peek().atMs;
    }

    /** Has the next event happen; false where there is none. */
    public boolean step() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        nowMs = next.atMs;
        if (next.process.isAlive()) {
            happened++;
            next.action.run();
        }
        return true;
    }

    /** Has everything happen that happens up to and including {@code atMs}. */
    public void runUntil(int atMs) {
        while (nextAtMs() <= atMs) {
            step();
        }
        nowMs = Math.max(nowMs, atMs);
    }
}
