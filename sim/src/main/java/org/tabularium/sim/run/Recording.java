package org.tabularium.sim.run;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.sim.store.EngineKind;
import org.tabularium.sim.store.SimStore;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Fault;
import org.tabularium.sim.world.Faults;

/**
 * What was decided in a run, from which the run can be played again.
 *
 * @param seed the seed of the world's chance, or null where nothing is left to chance
 * @param engine whose rules the engine has
 * @param store the kind of store
 * @param delays how long things took at most
 * @param faults what went wrong by itself
 * @param steps what was done, in order
 */
record Recording(Integer seed, EngineKind engine, SimStore.Kind store, Delays delays, Faults faults, List<Step> steps) {
    /** A line and when it was obeyed. */
    record Step(int atMs, String text) {}

    Recording withSteps(List<Step> others) {
        return new Recording(seed, engine, store, delays, faults, others);
    }

    Recording withFaults(Faults others) {
        return new Recording(seed, engine, store, delays, others, steps);
    }

    Recording withDelays(Delays others) {
        return new Recording(seed, engine, store, others, faults, steps);
    }

    Recording withoutChance() {
        return new Recording(null, engine, store, delays, faults, steps);
    }

    Recording withSeed(int other) {
        return new Recording(other, engine, store, delays, faults, steps);
    }

    /** The same with another line in the place of this one. */
    Recording withText(int index, String text) {
        List<Step> changed = new ArrayList<>(steps);
        changed.set(index, new Step(steps.get(index).atMs, text));
        return withSteps(changed);
    }

    /** The same without the steps from {@code from} up to, not including, {@code to}. */
    Recording without(int from, int to) {
        List<Step> left = new ArrayList<>(steps.subList(0, from));
        left.addAll(steps.subList(to, steps.size()));
        return withSteps(left);
    }

    /** The same with {@code lessMs} less before the step with this index, and so before all that follow. */
    Recording sooner(int index, int lessMs) {
        List<Step> moved = new ArrayList<>(steps);
        for (int i = index; i < moved.size(); i++) {
            Step step = moved.get(i);
            moved.set(i, new Step(step.atMs - lessMs, step.text));
        }
        return withSteps(moved);
    }

    int pauseBefore(int index) {
        return steps.get(index).atMs - (index == 0 ? 0 : steps.get(index - 1).atMs);
    }

    /** The script that plays the run. */
    String script() {
        StringBuilder text = new StringBuilder();
        if (seed != null) {
            line(text, "chance " + seed);
        }
        line(text, "engine " + engine.word());
        line(text, "store " + store.word());
        line(text, "delays " + delays.text());
        for (Fault fault : Fault.values()) {
            if (faults.percent(fault) > 0) {
                line(text, "fault " + fault.word() + ' ' + faults.percent(fault));
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            if (pauseBefore(i) > 0) {
                line(text, "run " + pauseBefore(i));
            }
            line(text, steps.get(i).text);
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
