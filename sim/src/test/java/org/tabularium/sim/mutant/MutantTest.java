package org.tabularium.sim.mutant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A simulator that finds no bug is none: each rule that is taken out of the core is missed within a few seeds. */
class MutantTest {
    private static final Path FOLDER = Path.of("src/test/resources/mutants");
    private static final int FEWEST = 15;

    @TestFactory
    Stream<DynamicTest> mutantsAreFound() throws IOException {
        return Mutant.all(FOLDER).stream().map(mutant -> DynamicTest.dynamicTest(mutant.name(), () -> find(mutant)));
    }

    @Test
    void theCoreAsItIsSurvivesTheSameSeeds() throws IOException {
        List<Mutant> all = Mutant.all(FOLDER);
        assertTrue(all.size() >= FEWEST, all.size() + " mutants");
        int most = all.stream().mapToInt(Mutant::seeds).max().orElseThrow();
        assertEquals(0, new Hunt().apply(most, ""));
    }

    @SuppressWarnings("unchecked")
    private static void find(Mutant mutant) throws IOException, ReflectiveOperationException {
        Object hunt = new MutantClasses(mutant)
                .loadClass(Hunt.class.getName())
                .getConstructor()
                .newInstance();
        int took = ((BiFunction<Integer, String, Integer>) hunt).apply(mutant.seeds(), mutant.breaks());
        System.out.println("mutant " + mutant.name() + ": " + took + " seeds of " + mutant.seeds());
        assertTrue(took > 0, mutant.name() + " was not found by " + mutant.seeds() + " seeds");
    }
}
