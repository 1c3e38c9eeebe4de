package org.tabularium.sim.tab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tabularium.sim.store.SimStore;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Fault;
import org.tabularium.sim.world.Faults;
import org.tabularium.sim.world.SimLocks;
import org.tabularium.sim.world.SimProcess;
import org.tabularium.sim.world.SimWorld;
import org.tabularium.sim.world.Transcript;

/** What the tabs of one origin share: the locks, one store, the broker; and who watches them. */
public final class SimOrigin {
    static final String STORE_LOCK = "store";

    private static final int LEADER_TIMEOUT_MS = 300;

    private final SimWorld world;
    private final Transcript transcript;
    private final SimLocks locks;
    private final SimStore store;
    private final SimBrokers brokers;
    private final Map<String, SimPage> pages = new LinkedHashMap<>();
    private final List<TabWatcher> watchers = new ArrayList<>();
    private Delays delays;
    private Faults faults;

    /** An origin without tabs. */
    public SimOrigin(SimWorld world, SimStore store, Delays delays, Faults faults, Transcript transcript) {
        this.world = world;
        this.store = store;
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

    /** The machine loses its power; whatever runs has died of it already. At its worst, only what was flushed to the disk is left. */
    public void cutPower(boolean isWorst) {
        note("machine", "LOSES ITS POWER");
        tell(TabWatcher::powerCut);
        store.cutPower(world.platform(), isWorst, faults.percent(Fault.TORN_FLUSH));
    }

    /**
     * Asks whoever holds the lock of the store for a sign of life; it answers from where it runs, if it does.
     */
    void askHolder(SimProcess asker, Runnable answered) {
        SimProcess holder = locks.holder(STORE_LOCK);
        if (holder == null) {
            return;
        }
        int longestMs = delays.messageMs();
        world.after(asker.upTo(longestMs), holder, () -> world.after(holder.upTo(longestMs), asker, answered));
    }

    /** A session's request was running when its engine had to be stopped. */
    void stopped(String session, int number) {
        pages.get(session).engineStopped(number);
    }

    void addPage(String session, SimPage page) {
        pages.put(session, page);
    }

    /** How long a leader may give no sign of life, in milliseconds. */
    int leaderTimeoutMs() {
        return LEADER_TIMEOUT_MS;
    }

    /** Has somebody watch all tabs from now on. */
    public void addWatcher(TabWatcher watcher) {
        watchers.add(watcher);
    }

    void tell(Consumer<TabWatcher> news) {
        watchers.forEach(news);
    }

    void note(String who, Object... what) {
        transcript.line(world.nowMs(), who, what);
    }
}
