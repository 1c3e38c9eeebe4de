package org.tabularium.sim.tab;

import org.tabularium.sim.world.SimProcess;
import org.tabularium.sim.world.SimWorld;

/** One alarm, set for the earliest time asked for: as little as a host may provide. */
final class SimAlarm {
    private final SimWorld world;
    private final SimProcess process;
    private final Runnable ring;
    private double setForMs = Double.POSITIVE_INFINITY;

    SimAlarm(SimWorld world, SimProcess process, Runnable ring) {
        this.world = world;
        this.process = process;
        this.ring = ring;
    }

    void setFor(double atMs) {
        if (atMs >= setForMs) {
            return;
        }
        setForMs = atMs;
        int inMs = (int) Math.max(0, Math.ceil(atMs - process.nowMs()));
        world.after(inMs, process, () -> {
            if (setForMs == atMs) {
                setForMs = Double.POSITIVE_INFINITY;
                ring.run();
            }
        });
    }
}
