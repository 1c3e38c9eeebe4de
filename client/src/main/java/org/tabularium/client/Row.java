package org.tabularium.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One row of a result, read by the names of its columns.
 *
 * <p>Values are {@code Boolean}, {@code Number}, {@code String}, {@code byte[]}, a {@code List} of such, or null. A time is
 * the number of milliseconds since 1970; JSON and {@code numeric} are their texts.
 */
public final class Row {
    private final Map<String, Object> values;

    /** A row of these values. */
    public Row(Map<String, Object> values) {
        this.values = new LinkedHashMap<>(values);
    }

    /** The names of the columns, in their order. */
    public List<String> columns() {
        return List.copyOf(values.keySet());
    }

    /** A value as it is, which may be null. Throws {@code IllegalArgumentException} where there is no such column. */
    public Object get(String column) {
        if (!values.containsKey(column)) {
            throw new IllegalArgumentException("There is no column " + column + " among " + values.keySet() + ".");
        }
        return values.get(column);
    }

    /** Whether a value is null. */
    public boolean isNull(String column) {
        return get(column) == null;
    }

    /** A text; null where it is null. */
    public String getString(String column) {
        Object value = get(column);
        return value == null ? null : value.toString();
    }

    /** A number that is an {@code int}. */
    public int getInt(String column) {
        return number(column).intValue();
    }

    /** A number that is a {@code long}, or the milliseconds since 1970 of a time. */
    public long getLong(String column) {
        return number(column).longValue();
    }

    /** A number. */
    public double getDouble(String column) {
        return number(column).doubleValue();
    }

    /** A truth value. */
    public boolean getBoolean(String column) {
        return present(column, Boolean.class);
    }

    /** Bytes; null where they are null. */
    public byte[] getBytes(String column) {
        return isNull(column) ? null : present(column, byte[].class);
    }

    private Number number(String column) {
        return present(column, Number.class);
    }

    private <V> V present(String column, Class<V> type) {
        Object value = get(column);
        if (value == null) {
            throw new IllegalStateException("The column " + column + " is null; ask isNull() first.");
        }
        if (!type.isInstance(value)) {
            throw new IllegalStateException("The column " + column + " holds " + value + ", which is of another type.");
        }
        return type.cast(value);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
