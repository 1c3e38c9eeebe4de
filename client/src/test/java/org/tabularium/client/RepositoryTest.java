package org.tabularium.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RepositoryTest {
    private record Note(int id, String text) {}

    private static final Table<Note, Integer> TABLE = Table.<Note, Integer>named("app.odd \"name\"", "id", Note::id)
            .column("text", Note::text)
            .readBy(row -> new Note(row.getInt("id"), row.getString("text")));

    private final RecordingDatabase database = new RecordingDatabase();
    private final Repository<Note, Integer> notes = new Repository<>(database, TABLE);

    private static <T> T valueOf(Promise<T> promise) {
        List<T> values = new ArrayList<>();
        promise.whenSettled(values::add, failure -> {
            throw failure;
        });
        return values.get(0);
    }

    @Test
    void namesAreQuotedAndValuesAreParameters() {
        database.rows = List.of(new Row(Map.of("id", 7L, "text", "hello")));
        Note note = new Note(7, "hello");
        assertEquals(List.of(note), valueOf(notes.findAll()));
        assertEquals(Optional.of(note), valueOf(notes.findById(7)));
        assertEquals(note, valueOf(notes.insert(new Note(0, "hello"))));
        assertEquals(Optional.of(note), valueOf(notes.update(note)));
        assertEquals(true, valueOf(notes.delete(7)));
        String table = "\"app\".\"odd \"\"name\"\"\"";
        assertEquals(
                List.of(
                        "select \"id\", \"text\" from " + table + " order by \"id\" []",
                        "select \"id\", \"text\" from " + table + " where \"id\" = $1 [7]",
                        "insert into " + table + " (\"text\") values ($1) returning \"id\", \"text\" [hello]",
                        "update " + table
                                + " set \"text\" = $2 where \"id\" = $1 returning \"id\", \"text\" [7, hello]",
                        "delete from " + table + " where \"id\" = $1 returning 1 as one [7]"),
                database.asked);
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertEquals(Optional.empty(), valueOf(notes.findById(1)));
        assertEquals(Optional.empty(), valueOf(notes.update(new Note(1, "x"))));
        assertEquals(false, valueOf(notes.delete(1)));
    }

    @Test
    void subscribersGetObjects() {
        database.rows = List.of(new Row(Map.of("id", 1L, "text", "a")));
        List<List<Note>> seen = new ArrayList<>();
        valueOf(notes.subscribe(seen::add)).end();
        assertEquals(List.of(List.of(new Note(1, "a"))), seen);
    }
}
