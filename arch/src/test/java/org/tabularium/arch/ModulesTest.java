package org.tabularium.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tabularium.arch.Code.CLASSES;
import static org.tabularium.arch.Code.CORE;
import static org.tabularium.arch.Code.packagesOf;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom among the modules: everyone the core, nobody a host. */
final class ModulesTest {
    private static final String SIM = "org.tabularium.sim..";
    private static final String TWIN = "org.tabularium.sim.twin..";
    private static final String BROWSER = "org.tabularium.browser..";
    private static final String CLIENT = "org.tabularium.client";
    private static final String CLIENT_BROWSER = "org.tabularium.client.browser..";
    private static final String TEAVM = "org.teavm..";
    private static final String PGLITE = "org.tabularium.browser.pglite..";

    @Test
    void nobodyImportsTheBrowser() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BROWSER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BROWSER)
                .check(CLASSES);
    }

    @Test
    void clientImportsTheJavaLibraryOnly() {
        classes()
                .that()
                .resideInAPackage(CLIENT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CLIENT, "java..")
                .check(CLASSES);
    }

    @Test
    void clientInTheBrowserImportsTheClientAndTheCompilersBindingsOnly() {
        classes()
                .that()
                .resideInAPackage(CLIENT_BROWSER)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CLIENT, CLIENT_BROWSER, "java..", TEAVM)
                .check(CLASSES);
    }

    @Test
    void simulatorImportsTheCoreAndTheJavaLibraryOnly() {
        classes()
                .that()
                .resideInAPackage(SIM)
                .and()
                .resideOutsideOfPackage(TWIN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(packagesOf(CORE), SIM, "java.."))
                .check(CLASSES);
    }

    @Test
    void twinRunImportsTheSimulatorAndTheCompilersExportsOnly() {
        classes()
                .that()
                .resideInAPackage(TWIN)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(packagesOf(CORE), SIM, "java..", TEAVM))
                .check(CLASSES);
    }

    @Test
    void browserImportsTheCoreAndTheCompilersBindingsOnly() {
        classes()
                .that()
                .resideInAPackage(BROWSER)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with(packagesOf(CORE), BROWSER, "java..", TEAVM))
                .check(CLASSES);
    }

    @Test
    void nothingThatEveryTabLoadsImportsAnEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PGLITE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PGLITE)
                .check(CLASSES);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("org.tabularium.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyModuleIsOnTheClassPathOfTheseRules() {
        for (String name : new String[] {"base", "sim..", "sim.twin..", "browser.."}) {
            assertTrue(Code.classCount(name) > 0, () -> "no class in package " + name);
        }
    }

    private static String[] with(String[] packages, String... more) {
        return Stream.of(packages, more).flatMap(Stream::of).toArray(String[]::new);
    }
}
