package org.tabularium.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How the rows of a table and the objects of an application become each other, said once and without reflection.
 *
 * @param <T> the type of the objects, such as a record
 * @param <K> the type of the key
 */
public final class Table<T, K> {
    /** A column, and the value that an object has for it. */
    record Column<T>(String name, Function<T, ?> value) {}

    private final String name;
    private final String keyColumn;
    private final Function<T, K> key;
    private final List<Column<T>> columns;
    private final Function<Row, T> reader;

    private Table(Builder<T, K> builder, Function<Row, T> reader) {
        this.name = builder.name;
        this.keyColumn = builder.keyColumn;
        this.key = builder.key;
        this.columns = List.copyOf(builder.columns);
        this.reader = reader;
    }

    /**
     * Begins to describe a table whose key the database makes.
     *
     * @param name the table's name; a schema may stand before a dot
     */
    public static <T, K> Builder<T, K> named(String name, String keyColumn, Function<T, K> key) {
        return new Builder<>(name, keyColumn, key);
    }

    /** A table that is being described. */
    public static final class Builder<T, K> {
        private final String name;
        private final String keyColumn;
        private final Function<T, K> key;
        private final List<Column<T>> columns = new ArrayList<>();

        private Builder(String name, String keyColumn, Function<T, K> key) {
            this.name = name;
            this.keyColumn = keyColumn;
            this.key = key;
        }

        /** Adds a column, which is written from the object. */
        public Builder<T, K> column(String columnName, Function<T, ?> value) {
            columns.add(new Column<>(columnName, value));
            return this;
        }

        /** Ends the description by saying how a row becomes an object. */
        public Table<T, K> readBy(Function<Row, T> reader) {
            return new Table<>(this, reader);
        }
    }

    String quotedName() {
        StringBuilder quoted = new StringBuilder();
        int from = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', from)) {
            quoted.append(quote(name.substring(from, dot))).append('.');
            from = dot + 1;
        }
        return quoted.append(quote(name.substring(from))).toString();
    }

    String quotedKey() {
        return quote(keyColumn);
    }

    K keyOf(T object) {
        return key.apply(object);
    }

    List<Column<T>> columns() {
        return columns;
    }

    T read(Row row) {
        return reader.apply(row);
    }

    static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
