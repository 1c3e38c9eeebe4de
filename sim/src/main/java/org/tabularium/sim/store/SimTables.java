package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The content of a database at one moment. */
public final class SimTables {
    private final Map<String, List<String>> tables = new TreeMap<>();

    /** The same content, to be changed apart. */
    public SimTables copy() {
        SimTables copy = new SimTables();
        tables.forEach((table, rows) -> copy.tables.put(table, new ArrayList<>(rows)));
        return copy;
    }

    /** Adds a row, also where it is there already. */
    public void insert(String table, String row) {
        List<String> rows = tables.computeIfAbsent(table, any -> new ArrayList<>());
        int found = Collections.binarySearch(rows, row);
        rows.add(found < 0 ? -found - 1 : found, row);
    }

    /** The rows of a table in order. */
    public SimRows rows(String table) {
        List<String> rows = tables.get(table);
        return rows == null ? SimRows.NOTHING : new SimRows(List.copyOf(rows));
    }

    /** How often a row is in a table. */
    public int count(String table, String row) {
        List<String> rows = tables.get(table);
        return rows == null ? 0 : Collections.frequency(rows, row);
    }

    @Override
    public String toString() {
        return tables.toString();
    }
}
