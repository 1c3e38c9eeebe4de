package org.tabularium.sim.tab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tabularium.sim.store.SimStore;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Faults;
import org.tabularium.sim.world.SimLocks;
import org.tabularium.sim.world.SimWorld;
import org.tabularium.sim.world.Transcript;

/** What the tabs of one origin share: the locks, one store, the broker; and who watches them. */
public final class SimOrigin {
    private final SimWorld world;
    private final Transcript transcript;
    private final SimLocks locks;
    private final SimStore store = new SimStore();
    private final SimBrokers brokers;
    private final List<TabWatcher> watchers = new ArrayList<>();
    private Delays delays;
    private Faults faults;

    /** An origin without tabs. */
    public SimOrigin(SimWorld world, Delays delays, Faults faults, Transcript transcript) {
        this.world = world;
        this.delays = delays;
        this.faults = faults;
        this.transcript = transcript;
        this.locks = new SimLocks(world, delays.lockMs());
        this.brokers = new SimBrokers(this);
    }

    /** The world all this is in. */
    public SimWorld world() {
        return world;
    }

    /** Where what happens is noted. */
    public Transcript transcript() {
        return transcript;
    }

    /** The locks. */
    public SimLocks locks() {
        return locks;
    }

    /** The one store. */
    public SimStore store() {
        return store;
    }

    /** Where the broker is found. */
    public SimBrokers brokers() {
        return brokers;
    }

    /** How long things take now. */
    public Delays delays() {
        return delays;
    }

    /** What goes wrong now. */
    public Faults faults() {
        return faults;
    }

    /** Has things take longer, or shorter, from now on; locks keep their time. */
    public void setDelays(Delays newDelays) {
        delays = newDelays;
    }

    /** Has more, or less, go wrong from now on. */
    public void setFaults(Faults newFaults) {
        faults = newFaults;
    }

    /** Has somebody watch all tabs from now on. */
    public void addWatcher(TabWatcher watcher) {
        watchers.add(watcher);
    }

    void tell(Consumer<TabWatcher> news) {
        watchers.forEach(news);
    }

    void note(String who, String what) {
        transcript.line(world.nowMs(), who, what);
    }
}
