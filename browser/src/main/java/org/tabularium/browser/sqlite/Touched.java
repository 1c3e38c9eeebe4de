package org.tabularium.browser.sqlite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tabularium.sql.Changes;

/** Collects what statements have changed until it is committed. Only tables that somebody watches are of interest. */
final class Touched {
    private final Database database;
    private final Set<String> watched = new HashSet<>();
    private final Set<String> tables = new HashSet<>();
    private boolean isSchemaChanged;
    private double changesBefore;

    Touched(Database database) {
        this.database = database;
    }

    /** From now on changes of these tables are of interest. */
    void watch(List<String> names) {
        watched.addAll(names);
    }

    /** Changes of these tables are of interest to nobody any more; with none given, of no table. */
    void unwatch(List<String> names) {
        if (names.isEmpty()) {
            watched.clear();
        } else {
            names.forEach(watched::remove);
        }
    }

    /** A statement is about to run. */
    void before() {
        changesBefore = database.totalChanges();
    }

    /** The statement has run. */
    void after(Prepared prepared) {
        if (prepared.isSchemaChange()) {
            isSchemaChanged = true;
            database.forget();
        }
        if (watched.isEmpty() || database.totalChanges() == changesBefore) {
            return;
        }
        for (String table : prepared.getWrites()) {
            if (watched.contains(table)) {
                tables.add(table);
            }
        }
    }

    /** Everything is another database's now. */
    void everything() {
        isSchemaChanged = true;
        tables.addAll(watched);
    }

    /** All of it is committed. */
    Changes take() {
        Changes changes = tables.isEmpty() && !isSchemaChanged
                ? Changes.NONE
                : new Changes(isSchemaChanged, new ArrayList<>(tables));
        tables.clear();
        isSchemaChanged = false;
        return changes;
    }

    /** All of it is rolled back. */
    void undo() {
        if (isSchemaChanged) {
            database.forget();
        }
        take();
    }
}
