package org.tabularium.sim.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tabularium.sim.store.EngineKind;
import org.tabularium.sim.world.Transcript;

/** Plays seeds. A failing test's name has all that {@code Simulate} needs to play it again. */
class SimulationTest {
    private static final int FIXED = 200;
    private static final int FRESH = 20;
    private static final Path REGRESSIONS = Path.of("src/test/resources/regressions.txt");

    @TestFactory
    Stream<DynamicTest> seedsThatOnceFailed() throws IOException {
        return Files.readAllLines(REGRESSIONS).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" ", 4))
                .map(words -> seed(
                        Weather.valueOf(words[0].toUpperCase()),
                        Integer.parseInt(words[1]),
                        EngineKind.named(words[2])));
    }

    @TestFactory
    Stream<DynamicTest> fixedSeeds() {
        return IntStream.rangeClosed(1, FIXED).boxed().flatMap(SimulationTest::inAnyWeather);
    }

    @TestFactory
    Stream<DynamicTest> freshSeeds() {
        Random random = new Random();
        return IntStream.range(0, FRESH)
                .mapToObj(i -> random.nextInt(Integer.MAX_VALUE))
                .flatMap(SimulationTest::inAnyWeather);
    }

    private static Stream<DynamicTest> inAnyWeather(int seed) {
        return Stream.of(Weather.values()).map(weather -> seed(weather, seed, EngineKind.of(seed)));
    }

    private static DynamicTest seed(Weather weather, int seed, EngineKind engine) {
        return DynamicTest.dynamicTest(weather.word() + " " + seed + " " + engine.word(), () -> {
            try {
                new Simulation(weather, seed, engine, Transcript.unkept()).play();
            } catch (RuntimeException violation) {
                throw new AssertionError(
                        "seed " + seed + ", " + weather.word() + ", " + engine.word() + ": " + violation.getMessage(),
                        violation);
            }
        });
    }
}
