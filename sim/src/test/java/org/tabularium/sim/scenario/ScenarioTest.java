package org.tabularium.sim.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plays every script and compares with the transcript below it; with UPDATE_GOLDEN=1 it writes that instead. */
class ScenarioTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");
    private static final boolean IS_UPDATING = "1".equals(System.getenv("UPDATE_GOLDEN"));

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        return ScenarioFile.all(FOLDER).stream().map(file -> DynamicTest.dynamicTest(file.name(), () -> play(file)));
    }

    @Test
    void aScriptThatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Scenario.play("fly a"));
        assertThrows(IllegalArgumentException.class, () -> Scenario.play("open a\nfly a"));
        assertThrows(IllegalArgumentException.class, () -> Scenario.play("open"));
    }

    private static void play(ScenarioFile file) throws IOException {
        String transcript = Scenario.play(file.script());
        if (IS_UPDATING) {
            Files.writeString(file.path(), file.script() + ScenarioFile.LINE + transcript);
        } else {
            assertEquals(file.transcript(), transcript, file.name());
        }
    }
}
