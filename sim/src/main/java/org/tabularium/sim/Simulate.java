package org.tabularium.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tabularium.sim.run.Shrinker;
import org.tabularium.sim.run.Simulation;
import org.tabularium.sim.run.Weather;
import org.tabularium.sim.stage.Script;
import org.tabularium.sim.store.EngineKind;
import org.tabularium.sim.world.Transcript;

/**
 * Plays seeds from the command line: {@code Simulate [seed] [runs] [--trace] [--shrink] [--pglite|--sqlite]}, by
 * default 200 runs from seed 1, each with the engine whose turn it is.
 */
public final class Simulate {
    private Path script;
    private int first = 1;
    private int runs = 200;
    private boolean isTraced;
    private boolean isShrunk;
    /** The engine all seeds play with; null where they take turns. */
    private EngineKind engine;

    private int failovers;
    private int thefts;

    private Simulate() {}

    /**
     * Exits with 1 at the first seed that breaks a promise, and says which; with {@code --trace}, tells everything, and
     * with {@code --shrink}, the shortest script that breaks the promise as well.
     */
    public static void main(String[] args) throws IOException {
        Simulate simulate = new Simulate();
        simulate.read(args);
        if (simulate.script != null) {
            simulate.playScript();
        } else {
            simulate.play();
        }
    }

    private void read(String[] args) {
        int given = 0;
        for (String arg : args) {
            switch (arg) {
                case "--trace" -> isTraced = true;
                case "--shrink" -> isShrunk = true;
                case "--pglite", "--sqlite" -> engine = EngineKind.named(arg.substring(2));
                default -> {
                    if (arg.endsWith(".txt")) {
                        script = Path.of(arg);
                        continue;
                    }
                    given++;
                    if (given == 1) {
                        first = Integer.parseInt(arg);
                        runs = 1;
                    } else {
                        runs = Integer.parseInt(arg);
                    }
                }
            }
        }
    }

    private void playScript() throws IOException {
        Transcript transcript = Transcript.kept();
        try {
            Script.parse(Files.readString(script)).play(transcript);
            System.out.print(transcript);
        } catch (RuntimeException violation) {
            System.out.print(transcript);
            violation.printStackTrace(System.out);
            System.exit(1);
        }
    }

    private void play() {
        long beganNs = System.nanoTime();
        for (int seed = first; seed < first + runs; seed++) {
            for (Weather weather : Weather.values()) {
                play(weather, seed);
            }
        }
        double minutes = (System.nanoTime() - beganNs) / 60e9;
        System.out.println("seeds " + first + " to " + (first + runs - 1) + ": every promise was kept");
        System.out.println(Math.round(runs / minutes) + " seeds a minute, each in " + Weather.values().length
                + " weathers; a seed has " + each(failovers) + " failovers, " + each(thefts)
                + " of them from a silent leader");
    }

    private double each(int all) {
        return Math.round(10.0 * all / runs) / 10.0;
    }

    private void play(Weather weather, int seed) {
        Transcript transcript = isTraced ? Transcript.kept() : Transcript.unkept();
        EngineKind played = engine == null ? EngineKind.of(seed) : engine;
        Simulation simulation = new Simulation(weather, seed, played, transcript);
        try {
            simulation.play();
            failovers += simulation.failovers();
            thefts += simulation.thefts();
            System.out.print(transcript);
        } catch (RuntimeException violation) {
            System.out.print(transcript);
            System.out.println(
                    "seed " + seed + ", " + weather.word() + ", " + played.word() + ": " + violation.getMessage());
            violation.printStackTrace(System.out);
            if (isShrunk) {
                System.out.print(Shrinker.shrink(weather, seed, played));
            }
            System.exit(1);
        }
    }
}
