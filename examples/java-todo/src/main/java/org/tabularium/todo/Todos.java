package org.tabularium.todo;

import java.util.List;
import java.util.function.Consumer;
import org.tabularium.client.Database;
import org.tabularium.client.Promise;
import org.tabularium.client.Repository;
import org.tabularium.client.Subscription;
import org.tabularium.client.Table;

/** The entries of the list. */
final class Todos extends Repository<Todo, Integer> {
    private static final Table<Todo, Integer> TABLE = Table.<Todo, Integer>named("todo", "id", Todo::id)
            .column("title", Todo::title)
            .column("done", Todo::isDone)
            .column("tab", Todo::tab)
            .readBy(row ->
                    new Todo(row.getInt("id"), row.getString("title"), row.getBoolean("done"), row.getInt("tab")));

    /** As the other application makes it; whichever is opened first does. */
    private static final String SCHEMA = """
            create table if not exists todo (
              id integer generated always as identity primary key,
              title text not null constraint todo_title_length check (char_length(title) between 1 and 120),
              done boolean not null default false,
              tab integer not null
            )""";

    Todos(Database database) {
        super(database, TABLE);
    }

    Promise<Void> create() {
        return database().execute(SCHEMA);
    }

    /** The newest first. */
    Promise<Subscription> follow(Consumer<List<Todo>> listener) {
        return database()
                .live(
                        "select id, title, done, tab from todo order by id desc",
                        List.of(),
                        rows -> listener.accept(read(rows)));
    }

    Promise<Void> clearDone() {
        return database().query("delete from todo where done").map(rows -> null);
    }
}
