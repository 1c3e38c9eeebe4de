package org.tabularium.sim.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tabularium.sim.scenario.ScenarioFile;

/** The simulator as JavaScript, played by Node, tells the same stories to the letter as on the JVM. */
class TwinTest {
    private static final int SEEDS = 24;
    private static final Path COMPILED = Path.of("target/js/twin.js");

    @Test
    void javaScriptTellsTheSameStories(@TempDir Path folder) throws IOException, InterruptedException {
        assertTrue(Files.exists(COMPILED), COMPILED + " is made by the build: run the tests with Maven");
        Map<String, String> told = new LinkedHashMap<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            Files.writeString(folder.resolve("seed-" + seed + ".in"), String.valueOf(seed));
            told.put("seed-" + seed, TwinEntry.seed(seed));
        }
        for (ScenarioFile file : ScenarioFile.all(Path.of("src/test/resources/scenarios"))) {
            String name = "scenario-" + file.name().replace('/', '-');
            Files.writeString(folder.resolve(name + ".in"), file.script());
            told.put(name, TwinEntry.scenario(file.script()));
        }
        play(folder);
        for (Map.Entry<String, String> story : told.entrySet()) {
            String twin = Files.readString(folder.resolve(story.getKey() + ".out"));
            assertEquals(story.getValue(), twin, story.getKey());
        }
    }

    private static void play(Path folder) throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "src/test/js/twin.mjs", COMPILED.toString(), folder.toString())
                .inheritIO()
                .start();
        assertEquals(0, node.waitFor(), "node src/test/js/twin.mjs");
    }
}
