package org.tabularium.sim.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A deliberate bug: a piece of the core's source, or of the simulated store's, and what takes its place.
 *
 * <p>Its file has a sentence that says what is wrong, then {@code source}, {@code breaks} and {@code seeds}, then the
 * piece between two lines of dashes, then its replacement.
 *
 * @param name the file's name
 * @param source the source file, seen from the folder of the package {@code org.tabularium}
 * @param breaks the promise it breaks, or the beginning of what the violation says
 * @param seeds how many seeds it takes at most to find it
 * @param find what is replaced; it is in the source exactly once
 * @param replacement what is put there
 */
record Mutant(String name, String source, String breaks, int seeds, String find, String replacement) {
    private static final Path CORE = Path.of("../core/src/main/java/org/tabularium");
    private static final Path SIMULATOR = Path.of("src/main/java/org/tabularium");
    private static final String LINE = "----\n";

    /** All mutants in a folder. */
    static List<Mutant> all(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().map(Mutant::read).toList();
        }
    }

    private static Mutant read(Path path) {
        try {
            String[] parts = Files.readString(path).split(LINE);
            return new Mutant(
                    path.getFileName().toString().replace(".mutant", ""),
                    field(parts[0], "source"),
                    field(parts[0], "breaks"),
                    Integer.parseInt(field(parts[0], "seeds")),
                    parts[1],
                    parts.length > 2 ? parts[2] : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String field(String head, String name) {
        for (String line : head.split("\n")) {
            if (line.startsWith(name + ": ")) {
                return line.substring(name.length() + 2).trim();
            }
        }
        throw new IllegalArgumentException("no " + name + " in: " + head);
    }

    /** The name of the class whose source is changed. */
    String className() {
        return "org.tabularium." + source.replace(".java", "").replace('/', '.');
    }

    /** The source with the bug in it. */
    String mutated() throws IOException {
        Path sources = source.startsWith("sim/") ? SIMULATOR : CORE;
        String text = Files.readString(sources.resolve(source));
        int at = text.indexOf(find);
        if (at < 0 || text.indexOf(find, at + 1) >= 0) {
            throw new AssertionError("what mutant " + name + " replaces is not there exactly once in " + source
                    + ": the source has changed, so the mutant must as well");
        }
        return text.substring(0, at) + replacement + text.substring(at + find.length());
    }
}
