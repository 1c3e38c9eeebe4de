package org.tabularium.sim.run;

import java.util.List;
import java.util.function.BiFunction;
import org.tabularium.sim.store.EngineKind;
import org.tabularium.sim.world.Transcript;

/** Finds the first seed that breaks a promise, and shrinks it; loaded anew beside each mutant. */
public final class ShrinkOfSeed implements BiFunction<Integer, String, List<String>> {
    /** The script of the whole run, what it breaks, the shrunken script, and what that breaks. */
    @Override
    public List<String> apply(Integer most, String breaks) {
        for (int seed = 1; seed <= most; seed++) {
            Simulation simulation = new Simulation(Weather.STORMY, seed, Transcript.unkept());
            try {
                simulation.play();
            } catch (RuntimeException broken) {
                if (String.valueOf(broken.getMessage()).startsWith(breaks)) {
                    String whole = simulation.recording().script();
                    String small = Shrinker.shrink(Weather.STORMY, seed, EngineKind.of(seed));
                    return List.of(whole, Shrinker.breach(whole), small, String.valueOf(Shrinker.breach(small)));
                }
            }
        }
        throw new AssertionError("no seed up to " + most + " breaks: " + breaks);
    }
}
