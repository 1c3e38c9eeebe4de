package org.tabularium.sim.run;

import org.tabularium.sim.stage.Script;
import org.tabularium.sim.store.EngineKind;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Fault;
import org.tabularium.sim.world.Transcript;
import org.tabularium.sim.world.Violation;

/**
 * Makes the run of a failing seed smaller as long as it breaks the same promise.
 *
 * <p>It takes out of the recorded run whatever is not needed, in ever smaller pieces: what was done, the faults that
 * happen by themselves, chance itself, and the time between. What is left is a script that breaks the promise whenever
 * it is played.
 */
public final class Shrinker {
    private static final int MOST_TRIES = 6_000;
    private static final int OTHER_LUCK = 3;

    private final String breach;
    private Recording smallest;
    private int tries;

    private Shrinker(Recording recording, String breach) {
        this.smallest = recording;
        this.breach = breach;
    }

    /** The script of a failing seed, or an empty text where the seed does not fail. */
    public static String shrink(Weather weather, int seed, EngineKind engine) {
        Simulation simulation = new Simulation(weather, seed, engine, Transcript.unkept());
        try {
            simulation.play();
            return "";
        } catch (RuntimeException broken) {
            Shrinker shrinker = new Shrinker(simulation.recording(), breach(broken));
            if (!shrinker.isBroken(simulation.recording())) {
                throw new IllegalStateException("the recording does not break what the run broke", broken);
            }
            shrinker.shrink();
            return "# from seed " + seed + ", " + weather.word() + ": " + shrinker.breach + '\n'
                    + shrinker.smallest.script();
        }
    }

    /** What a script breaks, or null where every promise is kept. */
    public static String breach(String script) {
        try {
            Script.parse(script).play(Transcript.unkept());
            return null;
        } catch (RuntimeException broken) {
            return breach(broken);
        }
    }

    /** A breach is known by its promise and by the place that saw it, since a promise can be broken in several ways. */
    private static String breach(RuntimeException broken) {
        String what = broken instanceof Violation violation ? violation.promise() : broken.toString();
        for (StackTraceElement place : broken.getStackTrace()) {
            if (!place.getClassName().equals(Violation.class.getName())) {
                return what + " (" + place.getFileName() + ':' + place.getLineNumber() + ')';
            }
        }
        return what;
    }

    private void shrink() {
        int before;
        do {
            before = smallest.script().length();
            simplifyWorld();
            dropSteps();
            dropStatements();
            tighten();
        } while (smallest.script().length() < before && tries < MOST_TRIES);
    }

    /** From the end, where most is idle after the breach, and in ever smaller pieces. */
    private void dropSteps() {
        for (int size = Math.max(1, smallest.steps().size() / 2); size > 0; size /= 2) {
            for (int to = smallest.steps().size(); to > 0; to -= size) {
                attempt(smallest.without(Math.max(0, to - size), to));
            }
        }
    }

    /** Takes single statements out of transactions and scripts. */
    private void dropStatements() {
        for (int i = 0; i < smallest.steps().size(); i++) {
            String text = smallest.steps().get(i).text();
            for (int at = text.lastIndexOf(';'); at > 0; at = text.lastIndexOf(';', at - 1)) {
                int next = text.indexOf(';', at + 1);
                String shorter = text.substring(0, at) + (next < 0 ? "" : text.substring(next));
                if (attempt(smallest.withText(i, shorter))) {
                    text = shorter;
                }
            }
        }
    }

    private void simplifyWorld() {
        for (Fault fault : Fault.values()) {
            if (smallest.faults().percent(fault) > 0) {
                attempt(smallest.withFaults(smallest.faults().with(fault, 0)));
            }
        }
        if (!smallest.delays().equals(Delays.SCENARIO)) {
            attempt(smallest.withDelays(Delays.SCENARIO));
        }
    }

    /** Takes pauses out, and where that is too much, halves them. */
    private void tighten() {
        for (int i = 0; i < smallest.steps().size(); i++) {
            for (int less = smallest.pauseBefore(i); less > 0; less /= 2) {
                while (less <= smallest.pauseBefore(i) && attempt(smallest.sooner(i, less))) {
                    // As long as it goes.
                }
            }
        }
    }

    /** Takes a smaller run for the smallest if it breaks the promise, be it by other luck. */
    private boolean attempt(Recording smaller) {
        if (isBrokenBy(smaller)
                || isBrokenBy(smaller.withDelays(Delays.SCENARIO).withoutChance())) {
            return true;
        }
        for (int luck = 1; luck <= OTHER_LUCK && smaller.seed() != null; luck++) {
            if (isBrokenBy(smaller.withSeed(luck))) {
                return true;
            }
        }
        return false;
    }

    private boolean isBrokenBy(Recording smaller) {
        tries++;
        boolean isBroken = tries <= MOST_TRIES && isBroken(smaller);
        smallest = isBroken ? smaller : smallest;
        return isBroken;
    }

    private boolean isBroken(Recording recording) {
        return breach.equals(breach(recording.script()));
    }
}
