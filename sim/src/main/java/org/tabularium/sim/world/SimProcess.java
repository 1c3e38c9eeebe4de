package org.tabularium.sim.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Prng;

/**
 * What dies as a whole: from one event to the next nothing of it runs any more.
 *
 * <p>It can be frozen as well, as browsers do with tabs nobody looks at. A frozen process keeps its locks and answers
 * nothing; what would have happened to it waits, and happens in the same order once it is thawed. Time does not wait.
 */
public final class SimProcess {
    /** How long a thawed process takes at most for each thing that waited, in milliseconds. */
    private static final int CATCH_UP_MS = 2;

    private final SimWorld world;
    private final String name;
    private final Prng chance;
    private final List<Runnable> mourners = new ArrayList<>();
    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    private boolean isAlive = true;
    private boolean isFrozen;
    private boolean isCatchingUp;
    private int diedAtMs;
    private int aheadMs;

    /** A process with its own chance, or, with null, one in which everything takes as long as it may. */
    SimProcess(SimWorld world, String name, Prng chance) {
        this.world = world;
        this.name = name;
        this.chance = chance;
    }

    /** What it is called in the transcript. */
    public String name() {
        return name;
    }

    /** What the process takes for the time: milliseconds that only grow. */
    public int nowMs() {
        return world.nowMs() + aheadMs;
    }

    /** Has the clock of this process leap forward. */
    public void leap(int byMs) {
        aheadMs += byMs;
    }

    /** How long something takes that takes at most {@code longestMs}, and at least one millisecond. */
    public int upTo(int longestMs) {
        return chance == null ? longestMs : 1 + chance.below(longestMs);
    }

    /**
     * Whether something happens that happens {@code percent} times of a hundred; in a steady world only what is certain
     * does.
     */
    public boolean chance(int percent) {
        return percent >= 100 || (chance != null && percent > 0 && chance.chance(percent));
    }

    /** Whether its events still happen, be it after a thaw. */
    public boolean isAlive() {
        return isAlive;
    }

    /** Whether its events wait. */
    public boolean isFrozen() {
        return isFrozen;
    }

    /** When it died. */
    int diedAtMs() {
        return diedAtMs;
    }

    /** Has the platform do this when the process dies. */
    void whenDead(Runnable action) {
        mourners.add(action);
    }

    /** Ends the process at once. */
    public void die() {
        if (isAlive) {
            isAlive = false;
            diedAtMs = world.nowMs();
            held.clear();
            mourners.forEach(Runnable::run);
            mourners.clear();
        }
    }

    /** Stops the process where it stands. */
    public void freeze() {
        isFrozen = true;
    }

    /** Has the process go on, first with what waited for it. */
    public void thaw() {
        isFrozen = false;
        if (!held.isEmpty() && !isCatchingUp) {
            isCatchingUp = true;
            planCatchUp();
        }
    }

    /** Has an event happen to the process, now or, where earlier ones wait, after them. */
    void meet(Runnable action) {
        if (!isAlive) {
            return;
        }
        if (isFrozen || isCatchingUp) {
            held.add(action);
        } else {
            action.run();
        }
    }

    private void planCatchUp() {
        int inMs = chance == null ? 0 : chance.below(CATCH_UP_MS + 1);
        world.after(inMs, world.platform(), this::catchUp);
    }

    private void catchUp() {
        if (!isAlive || isFrozen) {
            isCatchingUp = false;
            return;
        }
        Runnable first = held.poll();
        isCatchingUp = !held.isEmpty();
        if (isCatchingUp) {
            planCatchUp();
        }
        first.run();
    }
}
