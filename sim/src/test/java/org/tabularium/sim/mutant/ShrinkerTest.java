package org.tabularium.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tabularium.sim.run.ShrinkOfSeed;
import org.tabularium.sim.scenario.Scenario;

/** A run that fails is made small enough to read, and what is left fails for the same reason. */
class ShrinkerTest {
    private static final Path FOLDER = Path.of("src/test/resources/mutants");
    private static final int LARGER_AT_LEAST = 5;

    @ParameterizedTest
    @ValueSource(strings = {"journal-is-not-asked", "late-outcome-is-dropped"})
    void aFailingSeedBecomesAShortScript(String name) throws IOException, ReflectiveOperationException {
        Mutant mutant = Mutant.all(FOLDER).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<String> scripts = shrink(mutant);
        String whole = scripts.get(0);
        String small = scripts.get(2);
        assertTrue(scripts.get(1).startsWith(mutant.breaks()), scripts.get(1));
        assertEquals(scripts.get(1), scripts.get(3), small);
        assertTrue(small.lines().count() * LARGER_AT_LEAST <= whole.lines().count(), small);
        assertDoesNotThrow(() -> Scenario.play(small), "the script fails without the mutant as well");
    }

    @SuppressWarnings("unchecked")
    private static List<String> shrink(Mutant mutant) throws IOException, ReflectiveOperationException {
        Object shrink = new MutantClasses(mutant)
                .loadClass(ShrinkOfSeed.class.getName())
                .getConstructor()
                .newInstance();
        List<String> scripts =
                ((BiFunction<Integer, String, List<String>>) shrink).apply(mutant.seeds(), mutant.breaks());
        System.out.println(scripts.get(0).lines().count() + " lines become\n" + scripts.get(2));
        return scripts;
    }
}
