package org.tabularium.sim.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.base.Prng;
import org.tabularium.sim.check.Checkers;
import org.tabularium.sim.check.Ending;
import org.tabularium.sim.tab.SimOrigin;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Faults;
import org.tabularium.sim.world.SimWorld;
import org.tabularium.sim.world.Transcript;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Protocol;

/**
 * One run from one seed.
 *
 * <p>A storm of some seconds, in which tabs come and go and everything fails that may; then peace, long enough for
 * every pause the core makes; then the judges look; then all tabs are closed, and what the store kept must be what the
 * database showed.
 */
public final class Simulation {
    private static final int STORM_MS = 3_000;
    private static final int PEACE_MS = 60_000;
    private static final int CLOSING_MS = 60_000;
    private static final int MOST_EVENTS = 1_000_000;
    private static final int MOST_TABS = 5;
    private static final int LONGEST_THOUGHT_MS = 120;
    private static final int LONGEST_QUIET_MS = 400;
    private static final int LONGEST_AWAY_MS = 1_500;

    private final Prng prng;
    private final Faults faults;
    private final SimWorld world;
    private final SimOrigin origin;
    private final Checkers checkers;
    private final Map<String, SimTab> tabs = new LinkedHashMap<>();
    private int lastTab;

    /** The run of a seed. */
    public Simulation(Weather weather, int seed, Transcript transcript) {
        prng = new Prng(seed);
        faults = weather.faults(prng);
        world = SimWorld.random(prng);
        origin = new SimOrigin(world, Delays.drawn(prng), faults, transcript);
        checkers = new Checkers(origin);
        transcript.raw(weather.word() + " " + seed);
        transcript.raw(origin.delays().toString());
        transcript.raw(faults.toString());
    }

    /** Plays the run to its end; throws at the first broken promise. */
    public void play() {
        int first = 1 + prng.below(3);
        for (int i = 0; i < first; i++) {
            open();
        }
        planTrouble();
        runUntil(STORM_MS);
        makePeace();
        runUntil(STORM_MS + PEACE_MS);
        List<SimTab> living = living();
        checkers.atEnd(new Ending(living, origin.store().shown(), faults.areOrderly()));
        String shown = origin.store().shown().toString();
        living.forEach(SimTab::close);
        runUntil(STORM_MS + PEACE_MS + CLOSING_MS);
        Violation.unless(living().isEmpty(), "every tab can be closed", living().size() + " tabs do not close");
        String kept = origin.store().flushed().toString();
        Violation.unless(kept.equals(shown), "what is closed in good order is kept", shown + " was kept as " + kept);
    }

    private void runUntil(int atMs) {
        int most = world.happened() + MOST_EVENTS;
        while (world.nextAtMs() <= atMs) {
            world.step();
            Violation.unless(world.happened() < most, "everything comes to rest", "too many events");
        }
        world.runUntil(atMs);
    }

    private boolean isStormy() {
        return world.nowMs() < STORM_MS;
    }

    private void planTrouble() {
        world.after(1 + prng.below(LONGEST_QUIET_MS), world.platform(), () -> {
            if (isStormy()) {
                trouble();
                planTrouble();
            }
        });
    }

    /** What befalls one of the tabs; where nothing does, a new one opens. */
    private void trouble() {
        List<SimTab> usable = new ArrayList<>(tabs.values());
        usable.removeIf(tab -> !tab.isUsable());
        if (usable.isEmpty()) {
            open();
            return;
        }
        SimTab victim = usable.get(prng.below(usable.size()));
        for (SimTab tab : usable) {
            if (tab.isLeading() && prng.chance(50)) {
                victim = tab;
            }
        }
        int dice = prng.below(100);
        int crash = faults.crashPercent();
        int close = crash + faults.closePercent();
        int handOver = close + faults.handOverPercent();
        int hide = handOver + faults.hidePercent();
        int worker = hide + faults.workerDeathPercent();
        int broker = worker + faults.brokerDeathPercent();
        if (dice < crash) {
            victim.crash();
        } else if (dice < close) {
            victim.close();
        } else if (dice < handOver) {
            victim.resign();
        } else if (dice < hide) {
            putAway(victim);
        } else if (dice < worker) {
            victim.killWorker();
        } else if (dice < broker) {
            origin.brokers().die();
        } else if (living().size() < MOST_TABS) {
            open();
        }
    }

    private void open() {
        lastTab++;
        SimTab tab = new SimTab(origin, "t" + lastTab, null, null, Protocol.BUILD);
        tabs.put(tab.name(), tab);
        App app = new App(tab, prng);
        origin.addWatcher(app);
        think(app);
    }

    private void think(App app) {
        world.after(1 + prng.below(LONGEST_THOUGHT_MS), world.platform(), () -> {
            if (isStormy()) {
                app.act();
                think(app);
            }
        });
    }

    private void putAway(SimTab tab) {
        tab.hide();
        world.after(1 + prng.below(LONGEST_AWAY_MS), world.platform(), () -> {
            if (tab.isAway()) {
                tab.show();
            }
        });
    }

    private void makePeace() {
        origin.setFaults(Faults.NONE);
        if (tabs.values().stream().noneMatch(SimTab::isOpen)) {
            open();
        }
    }

    private List<SimTab> living() {
        List<SimTab> living = new ArrayList<>(tabs.values());
        living.removeIf(tab -> !tab.isAlive());
        return living;
    }
}
