package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The content of a database at one moment. */
public final class SimTables {
    /** The rows of each table in order; the lists are shared between copies and never changed. */
    private final Map<String, SimRows> tables;

    /** No tables. */
    public SimTables() {
        tables = new TreeMap<>();
    }

    private SimTables(Map<String, SimRows> tables) {
        this.tables = new TreeMap<>(tables);
    }

    /** The same content, to be changed apart. */
    public SimTables copy() {
        return new SimTables(tables);
    }

    /** As far as this content was written over an older one: some tables are of this, the others of the older. */
    SimTables over(SimTables older, int writtenCount) {
        SimTables mixed = older.copy();
        int written = 0;
        for (Map.Entry<String, SimRows> table : tables.entrySet()) {
            if (written < writtenCount) {
                mixed.tables.put(table.getKey(), table.getValue());
                written++;
            }
        }
        return mixed;
    }

    /** How many tables there are. */
    int count() {
        return tables.size();
    }

    /** Adds a row, also where it is there already. */
    public void insert(String table, String row) {
        List<String> before = rows(table).rows();
        int found = Collections.binarySearch(before, row);
        List<String> rows = new ArrayList<>(before.size() + 1);
        rows.addAll(before);
        rows.add(found < 0 ? -found - 1 : found, row);
        tables.put(table, new SimRows(rows));
    }

    /** The rows of a table in order. */
    public SimRows rows(String table) {
        return tables.getOrDefault(table, SimRows.NOTHING);
    }

    /** How often a row is in a table. */
    public int count(String table, String row) {
        List<String> rows = rows(table).rows();
        int at = Collections.binarySearch(rows, row);
        return at < 0 ? 0 : Collections.frequency(rows, row);
    }

    @Override
    public String toString() {
        return tables.toString();
    }
}
