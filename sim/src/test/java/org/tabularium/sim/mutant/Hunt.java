package org.tabularium.sim.mutant;

import java.util.function.BiFunction;
import org.tabularium.sim.run.Simulation;
import org.tabularium.sim.run.Weather;
import org.tabularium.sim.world.Transcript;

/** Plays seeds until a promise is broken; loaded anew beside each mutant. */
public final class Hunt implements BiFunction<Integer, String, Integer> {
    /**
     * How many seeds it took until the promise that begins with {@code breaks} was broken, or with an empty text any; 0
     * where {@code most} seeds were not enough.
     */
    @Override
    public Integer apply(Integer most, String breaks) {
        for (int seed = 1; seed <= most; seed++) {
            for (Weather weather : Weather.values()) {
                try {
                    new Simulation(weather, seed, Transcript.unkept()).play();
                } catch (RuntimeException broken) {
                    if (String.valueOf(broken.getMessage()).startsWith(breaks)) {
                        return seed;
                    }
                }
            }
        }
        return 0;
    }
}
