package org.tabularium.sim;

import org.tabularium.sim.run.Simulation;
import org.tabularium.sim.run.Weather;
import org.tabularium.sim.world.Transcript;

/** Plays seeds from the command line: {@code Simulate [seed] [runs] [--trace]}, by default 200 runs from seed 1. */
public final class Simulate {
    private Simulate() {}

    /** Exits with 1 at the first seed that breaks a promise, and says which; with {@code --trace}, tells everything. */
    public static void main(String[] args) {
        int[] numbers = {1, 200};
        int given = 0;
        boolean isTraced = false;
        for (String arg : args) {
            if (arg.equals("--trace")) {
                isTraced = true;
            } else {
                numbers[given] = Integer.parseInt(arg);
                given++;
            }
        }
        int first = numbers[0];
        int runs = given == 1 ? 1 : numbers[1];
        for (int seed = first; seed < first + runs; seed++) {
            for (Weather weather : Weather.values()) {
                play(weather, seed, isTraced);
            }
        }
        System.out.println("seeds " + first + " to " + (first + runs - 1) + ": every promise was kept");
    }

    private static void play(Weather weather, int seed, boolean isTraced) {
        Transcript transcript = isTraced ? Transcript.kept() : Transcript.unkept();
        try {
            new Simulation(weather, seed, transcript).play();
            System.out.print(transcript);
        } catch (RuntimeException violation) {
            System.out.print(transcript);
            System.out.println("seed " + seed + ", " + weather.word() + ": " + violation.getMessage());
            violation.printStackTrace(System.out);
            System.exit(1);
        }
    }
}
