package org.tabularium.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tabularium.arch.Code.CLASSES;
import static org.tabularium.arch.Code.CORE;
import static org.tabularium.arch.Code.MACHINES;
import static org.tabularium.arch.Code.VOCABULARIES;
import static org.tabularium.arch.Code.importsOnly;
import static org.tabularium.arch.Code.packagesOf;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom inside the core: vocabularies, the machines that speak them, what composes the machines. */
final class CorePackagesTest {
    @Test
    void baseImportsNothingOfOurs() {
        importsOnly("base", List.of()).check(CLASSES);
    }

    @Test
    void wireImportsBaseOnly() {
        importsOnly("wire", List.of("base")).check(CLASSES);
    }

    @Test
    void sqlImportsBaseOnly() {
        importsOnly("sql", List.of("base")).check(CLASSES);
    }

    @Test
    void machinesImportVocabulariesAndNeverEachOther() {
        assertAll(MACHINES.stream()
                .map(machine -> () -> importsOnly(machine, VOCABULARIES).check(CLASSES)));
    }

    @Test
    void portsSpeakInVocabulariesOnly() {
        importsOnly("port", VOCABULARIES).check(CLASSES);
    }

    @Test
    void nodesComposeMachinesAndKnowNoPort() {
        importsOnly("node", concat(MACHINES, VOCABULARIES)).check(CLASSES);
    }

    @Test
    void driversConnectNodesWithPortsAndKnowNoMachine() {
        importsOnly("driver", concat(List.of("node", "port"), VOCABULARIES)).check(CLASSES);
    }

    @Test
    void coreTouchesNoThreadsNoInputOrOutputNoReflectionAndNoClock() {
        noClasses()
                .that()
                .resideInAnyPackage(packagesOf(CORE))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.lang.reflect..",
                        "java.net..",
                        "java.nio..",
                        "java.sql..",
                        "java.time..",
                        "java.util.concurrent..")
                .check(CLASSES);
    }

    @Test
    void coreUsesNothingButTheJavaLibrary() {
        noClasses()
                .that()
                .resideInAnyPackage(packagesOf(CORE))
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        concat(List.of("java.."), List.of(packagesOf(CORE))).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void everyPackageOfTheCoreHasClassesForItsRule() {
        assertAll(CORE.stream()
                .map(name -> () -> assertTrue(Code.classCount(name) > 0, () -> "no class in package " + name)));
    }

    @Test
    void noPackageOfTheCoreIsWithoutARule() {
        assertEquals(
                new TreeSet<>(List.of(packagesOf(CORE))),
                CLASSES.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> !name.startsWith("org.tabularium.sim"))
                        .filter(name -> !name.startsWith("org.tabularium.browser"))
                        .filter(name -> !name.startsWith("org.tabularium.client"))
                        .collect(toCollection(TreeSet::new)));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
