package org.tabularium.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The objects of one table. A class for each table extends it and adds what its domain knows.
 *
 * @param <T> the type of the objects
 * @param <K> the type of the key
 */
public class Repository<T, K> {
    private final Database database;
    private final Table<T, K> table;
    private final String selection;

    /** The objects that a database has in a table. */
    public Repository(Database database, Table<T, K> table) {
        this.database = database;
        this.table = table;
        StringBuilder list = new StringBuilder(table.quotedKey());
        for (Table.Column<T> column : table.columns()) {
            list.append(", ").append(Table.quote(column.name()));
        }
        this.selection = list.toString();
    }

    /** The database, for what a subclass adds. */
    protected final Database database() {
        return database;
    }

    /** Reads rows that have all columns of the table. */
    protected final List<T> read(List<Row> rows) {
        List<T> objects = new ArrayList<>(rows.size());
        for (Row row : rows) {
            objects.add(table.read(row));
        }
        return objects;
    }

    /** All of them, in the order of their keys. */
    public Promise<List<T>> findAll() {
        return database.query(all()).map(this::read);
    }

    /** The one with a key. */
    public Promise<Optional<T>> findById(K key) {
        return one(
                "select " + selection + " from " + table.quotedName() + " where " + table.quotedKey() + " = $1", key);
    }

    /** Inserts an object without its key, and gives it as the database has it. */
    public Promise<T> insert(T object) {
        StringBuilder names = new StringBuilder();
        StringBuilder places = new StringBuilder();
        List<Object> params = new ArrayList<>();
        for (Table.Column<T> column : table.columns()) {
            String comma = params.isEmpty() ? "" : ", ";
            params.add(column.value().apply(object));
            names.append(comma).append(Table.quote(column.name()));
            places.append(comma).append('$').append(params.size());
        }
        String sql =
                "insert into " + table.quotedName() + " (" + names + ") values (" + places + ") returning " + selection;
        return one(sql, params.toArray()).map(Optional::orElseThrow);
    }

    /** Writes an object over the one with its key, and gives it as the database has it; empty where there is none. */
    public Promise<Optional<T>> update(T object) {
        StringBuilder set = new StringBuilder();
        List<Object> params = new ArrayList<>();
        params.add(table.keyOf(object));
        for (Table.Column<T> column : table.columns()) {
            set.append(params.size() == 1 ? "" : ", ");
            params.add(column.value().apply(object));
            set.append(Table.quote(column.name())).append(" = $").append(params.size());
        }
        String sql = "update " + table.quotedName() + " set " + set + " where " + table.quotedKey() + " = $1 returning "
                + selection;
        return one(sql, params.toArray());
    }

    /** Deletes the one with a key; whether there was one. */
    public Promise<Boolean> delete(K key) {
        String sql = "delete from " + table.quotedName() + " where " + table.quotedKey() + " = $1 returning 1 as one";
        return database.queryOne(sql, key).map(Optional::isPresent);
    }

    /** Gives all of them, now and whenever they change. */
    public Promise<Subscription> subscribe(Consumer<List<T>> listener) {
        return database.live(all(), List.of(), rows -> listener.accept(read(rows)));
    }

    private String all() {
        return "select " + selection + " from " + table.quotedName() + " order by " + table.quotedKey();
    }

    private Promise<Optional<T>> one(String sql, Object... params) {
        return database.queryOne(sql, params).map(row -> row.map(table::read));
    }
}
