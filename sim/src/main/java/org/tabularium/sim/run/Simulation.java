package org.tabularium.sim.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.base.Prng;
import org.tabularium.sim.stage.Stage;
import org.tabularium.sim.store.EngineKind;
import org.tabularium.sim.store.SimStore;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.tab.TabWatcher;
import org.tabularium.sim.tab.TakeOver;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Fault;
import org.tabularium.sim.world.Faults;
import org.tabularium.sim.world.SimWorld;
import org.tabularium.sim.world.Transcript;

/**
 * One run from one seed.
 *
 * <p>A storm of some seconds, in which tabs come and go and everything fails that may; then peace, long enough for
 * every pause the core makes; then the judges look; then all tabs are closed, and what the store kept must be what the
 * database showed. What is decided is recorded, so that a run can be played again in part.
 */
public final class Simulation {
    private static final int STORM_MS = 3_000;
    private static final int MOST_TABS = 5;
    private static final int SHORTEST_THOUGHT_MS = 40;
    private static final int LONGEST_THOUGHT_MS = 240;
    private static final int LONGEST_QUIET_MS = 400;
    private static final int LONGEST_AWAY_MS = 1_500;
    private static final int LONGEST_FREEZE_MS = 2_500;
    private static final int LONGEST_FULL_MS = 500;
    private static final int LONGEST_LEAP_MS = 100_000;
    private static final int LONGEST_AMBUSH_MS = 60;
    private static final int AMBUSH_PERCENT = 25;

    private final int seed;
    private final Prng prng;
    private final Faults faults;
    private final Delays delays;
    private final EngineKind engine;
    private final SimStore.Kind store;
    private final Stage stage;
    private final Agenda agenda = new Agenda();
    private final List<Recording.Step> steps = new ArrayList<>();
    private final Counts counts = new Counts();
    private final Habits habits;
    private final Map<String, App> apps = new LinkedHashMap<>();
    private final int longestThoughtMs;
    private int lastTab;

    /** The run of a seed, with the engine whose turn it is. */
    public Simulation(Weather weather, int seed, Transcript transcript) {
        this(weather, seed, EngineKind.of(seed), transcript);
    }

    /** The run of a seed with a certain engine. */
    public Simulation(Weather weather, int seed, EngineKind engine, Transcript transcript) {
        this.seed = seed;
        this.engine = engine;
        prng = new Prng(seed);
        faults = weather.faults(prng, engine);
        delays = Delays.drawn(prng);
        store = SimStore.Kind.values()[prng.below(SimStore.Kind.values().length)];
        stage = new Stage(SimWorld.random(seed), engine, store, delays, faults, transcript, true);
        habits = Habits.drawn(prng);
        longestThoughtMs = SHORTEST_THOUGHT_MS + prng.below(LONGEST_THOUGHT_MS);
        stage.origin().addWatcher(counts);
        stage.origin().addWatcher(new Ambush());
        transcript.raw(weather.word() + " " + seed + ", engine " + engine.word() + ", store " + store.word());
        transcript.raw("delays " + delays.text());
        transcript.raw(faults.toString());
    }

    /** Plays the run to its end; throws at the first broken promise. */
    public void play() {
        int first = 1 + prng.below(3);
        for (int i = 0; i < first; i++) {
            agenda.after(0, this::open);
        }
        planTrouble();
        while (agenda.nextAtMs() < STORM_MS) {
            stage.runUntil(agenda::nextAtMs);
            agenda.next();
        }
        stage.runUntil(() -> STORM_MS);
        obey("end");
    }

    /** Whose rules the engine has. */
    EngineKind engine() {
        return engine;
    }

    /** How often a tab began to lead after another had. */
    public int failovers() {
        return counts.failovers();
    }

    /** How many of them took the lock from a leader that gave no sign of life. */
    public int thefts() {
        return counts.thefts();
    }

    /** What was decided so far, and the time that has passed since. */
    Recording recording() {
        List<Recording.Step> all = new ArrayList<>(steps);
        all.add(new Recording.Step(stage.origin().world().nowMs(), "run 0"));
        return new Recording(seed, engine, store, delays, faults, all);
    }

    /** Does what a line says, and remembers it. */
    void obey(String line) {
        steps.add(new Recording.Step(stage.origin().world().nowMs(), line));
        stage.obey(line);
    }

    private void planTrouble() {
        agenda.after(1 + prng.below(LONGEST_QUIET_MS), () -> {
            trouble();
            planTrouble();
        });
    }

    /** What befalls one of the tabs; where nothing does, a new one opens. */
    private void trouble() {
        List<SimTab> usable = stage.usable();
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
        String name = victim.name();
        switch (drawnFault()) {
            case CRASH -> obey("crash " + name);
            case CLOSE -> obey("close " + name);
            case HAND_OVER -> obey("resign " + name);
            case HIDE -> forAWhile("hide " + name, "show " + name, LONGEST_AWAY_MS);
            case WORKER_DEATH -> obey("kill " + name);
            case BROKER_DEATH -> obey("broker dies");
            case FREEZE -> {
                obey("freeze " + name);
                agenda.after(1 + prng.below(LONGEST_FREEZE_MS), () -> thaw(name));
            }
            case CLOCK_LEAP -> obey("leap " + name + ' ' + (1 + prng.below(LONGEST_LEAP_MS)));
            case POWER_CUT -> obey("power cut");
            case FULL_DISK -> forAWhile("disk full", "disk freed", LONGEST_FULL_MS);
            default -> {
                if (stage.living().size() < MOST_TABS) {
                    open();
                }
            }
        }
    }

    /** One of the faults that befall tabs, or another where none does. */
    private Fault drawnFault() {
        int dice = prng.below(100);
        int sum = 0;
        for (Fault fault : Fault.values()) {
            sum += faults.percent(fault);
            if (dice < sum) {
                return fault;
            }
        }
        return Fault.ENGINE_DEATH;
    }

    /** Disturbs who takes over from a frozen leader, at every step of it: the leader goes on, or the other stops. */
    private final class Ambush implements TabWatcher {
        @Override
        public void takes(String tab, TakeOver step) {
            if (!prng.chance(AMBUSH_PERCENT)) {
                return;
            }
            int atMs = stage.origin().world().nowMs() + prng.below(LONGEST_AMBUSH_MS);
            if (prng.chance(30)) {
                agenda.at(atMs, () -> forAWhile("freeze " + tab, "thaw " + tab, LONGEST_FREEZE_MS));
                return;
            }
            for (SimTab frozen : stage.living()) {
                if (frozen.isFrozen()) {
                    agenda.at(atMs, () -> thaw(frozen.name()));
                }
            }
        }
    }

    private void thaw(String name) {
        obey("thaw " + name);
        apps.get(name).look();
        agenda.after(1 + prng.below(LONGEST_AMBUSH_MS), apps.get(name)::look);
    }

    private void forAWhile(String begin, String end, int longestMs) {
        obey(begin);
        agenda.after(1 + prng.below(longestMs), () -> obey(end));
    }

    private void open() {
        lastTab++;
        String name = "t" + lastTab;
        obey("open " + name);
        App app = new App(this, stage.tab(name), habits, prng);
        apps.put(name, app);
        stage.origin().addWatcher(app);
        think(app);
    }

    private void think(App app) {
        agenda.after(1 + prng.below(longestThoughtMs), () -> {
            app.act();
            think(app);
        });
    }
}
