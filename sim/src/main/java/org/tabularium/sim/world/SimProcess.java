package org.tabularium.sim.world;

import java.util.ArrayList;
import java.util.List;

/** What dies as a whole: from one event to the next nothing of it runs any more. */
public final class SimProcess {
    private final SimWorld world;
    private final String name;
    private final List<Runnable> mourners = new ArrayList<>();
    private boolean isAlive = true;
    private int diedAtMs;

    SimProcess(SimWorld world, String name) {
        this.world = world;
        this.name = name;
    }

    /** What it is called in the transcript. */
    public String name() {
        return name;
    }

    /** Whether its events still happen. */
    public boolean isAlive() {
        return isAlive;
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
            mourners.forEach(Runnable::run);
            mourners.clear();
        }
    }
}
