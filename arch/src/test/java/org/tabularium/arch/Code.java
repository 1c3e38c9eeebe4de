package org.tabularium.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The compiled classes of all modules, and the words in which the rules speak of them. */
final class Code {
    static final String ROOT = "org.tabularium";

    static final List<String> VOCABULARIES = List.of("base", "wire", "sql");
    static final List<String> MACHINES = List.of("election", "schedule", "session", "live", "overlay", "broker");
    static final List<String> COMPOSITION = List.of("node", "port", "driver");

    /** The packages of the core, which has no others. */
    static final List<String> CORE =
            Stream.of(VOCABULARIES, MACHINES, COMPOSITION).flatMap(List::stream).toList();

    static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    private Code() {}

    /** Of this project's packages, {@code importer} may import only itself and {@code imported}. */
    static ArchRule importsOnly(String importer, List<String> imported) {
        List<String> allowed = new ArrayList<>(imported);
        allowed.add(importer);
        return classes()
                .that()
                .resideInAPackage(packageOf(importer))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(packagesOf(allowed)).or(resideOutsideOfPackage(ROOT + "..")));
    }

    static String packageOf(String name) {
        return ROOT + "." + name;
    }

    static String[] packagesOf(List<String> names) {
        return names.stream().map(Code::packageOf).toArray(String[]::new);
    }

    /** How many classes a package of this project has, package-info left aside. */
    static long classCount(String name) {
        return CLASSES.that(resideInAPackage(packageOf(name))).stream()
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .count();
    }
}
