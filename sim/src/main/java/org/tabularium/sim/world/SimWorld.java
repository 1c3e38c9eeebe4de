package org.tabularium.sim.world;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tabularium.base.Prng;

/** Virtual time: one queue of events, ordered by time and then by the order in which they were planned. */
public final class SimWorld {
    private final EventQueue events = new EventQueue();
    private final boolean isSteady;
    private final int seed;
    /** How many processes there have been of each name. */
    private final Map<String, Integer> namesakes = new LinkedHashMap<>();

    private final SimProcess platform;
    private int nowMs;
    private int happened;

    private SimWorld(boolean isSteady, int seed) {
        this.isSteady = isSteady;
        this.seed = seed;
        this.platform = process("platform");
    }

    /** A world in which everything takes exactly as long as it may. */
    public static SimWorld steady() {
        return new SimWorld(true, 0);
    }

    /** A world in which chance decides how long everything takes. */
    public static SimWorld random(int seed) {
        return new SimWorld(false, seed);
    }

    /** Milliseconds since the world began. */
    public int nowMs() {
        return nowMs;
    }

    /** How many events have happened. */
    public int happened() {
        return happened;
    }

    /**
     * A process that lives until it is told to die.
     *
     * <p>Each has a chance of its own, so that what one process does changes the luck of no other. A failing run can be
     * made smaller for that: with some of it left out, the rest goes on much as before.
     */
    public SimProcess process(String name) {
        int number = namesakes.merge(name, 1, Integer::sum);
        Prng chance = isSteady ? null : new Prng(seed * 31 + name.hashCode() * 17 + number);
        return new SimProcess(this, name, chance);
    }

    /** The process that never dies: the browser itself. */
    public SimProcess platform() {
        return platform;
    }

    /** Plans an event of a process; it does not happen when the process is dead by then. */
    public void after(int delayMs, SimProcess process, Runnable action) {
        events.add(nowMs + delayMs, process, action);
    }

    /** When the next event happens; {@link Integer#MAX_VALUE} where there is none. */
    public int nextAtMs() {
        return events.firstAtMs();
    }

    /** Has the next event happen; false where there is none. */
    public boolean step() {
        EventQueue.Event next = events.poll();
        if (next == null) {
            return false;
        }
        nowMs = next.atMs;
        happened++;
        next.process.meet(next.action);
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
