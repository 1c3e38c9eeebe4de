package org.tabularium.sim.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A scenario on disk: the script, a line, the transcript.
 *
 * @param name the path below the folder of all scenarios
 */
public record ScenarioFile(Path path, String name, String script, String transcript) {
    /** What stands between script and transcript. */
    static final String LINE = "----\n";

    /** All scenarios below a folder. */
    public static List<ScenarioFile> all(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> path.toString().endsWith(".txt"))
                    .sorted()
                    .map(path -> read(folder, path))
                    .toList();
        }
    }

    private static ScenarioFile read(Path folder, Path path) {
        try {
            String text = Files.readString(path);
            int line = text.indexOf(LINE);
            String script = line < 0 ? text : text.substring(0, line);
            String transcript = line < 0 ? "" : text.substring(line + LINE.length());
            return new ScenarioFile(path, folder.relativize(path).toString(), script, transcript);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
