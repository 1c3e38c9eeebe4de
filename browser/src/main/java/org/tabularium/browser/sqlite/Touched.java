package org.tabularium.browser.sqlite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tabularium.sql.Changes;

/** Collects what statements have changed until it is committed. Only tables that somebody watches are of interest. */
final class Touched {
    /** Stands for every table, where all changes are followed. No table can have this name. */
    static final String ANYTHING = "*";

    private final Database database;
    private final SqliteChanges feed;
    private final Set<String> watched = new HashSet<>();
    private final Set<String> tables = new HashSet<>();
    private final Set<String> kinds = new LinkedHashSet<>();
    private boolean isSchemaChanged;
    private double changesBefore;
    private String by;

    Touched(Database database, SqliteChanges feed) {
        this.database = database;
        this.feed = feed;
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

    /** A statement is about to run, which somebody has sent who may have a name. */
    void before(String sender) {
        changesBefore = database.totalChanges();
        by = sender;
    }

    /** The statement has run. */
    void after(Prepared prepared) {
        if (prepared.isSchemaChange()) {
            isSchemaChanged = true;
            kinds.add("schema");
            database.forget();
        }
        if (database.totalChanges() == changesBefore) {
            return;
        }
        if (prepared.getAction() != null) {
            kinds.add(prepared.getAction().toLowerCase(Locale.ROOT));
        }
        if (!watched.isEmpty()) {
            addWatched(prepared.getWrites());
        }
    }

    private void addWatched(String[] written) {
        for (String table : written) {
            if (watched.contains(table)) {
                tables.add(table);
            }
        }
    }

    /** Everything is another database's now. */
    void everything() {
        isSchemaChanged = true;
        kinds.add("import");
        tables.addAll(watched);
    }

    /** All of it is committed. */
    Changes take() {
        if (!kinds.isEmpty()) {
            feed.add(by, kinds.toArray(new String[0]));
            if (watched.contains(ANYTHING)) {
                tables.add(ANYTHING);
            }
        }
        Changes changes = tables.isEmpty() && !isSchemaChanged
                ? Changes.NONE
                : new Changes(isSchemaChanged, new ArrayList<>(tables));
        clear();
        return changes;
    }

    /** All of it is rolled back. */
    void undo() {
        if (isSchemaChanged) {
            database.forget();
        }
        clear();
    }

    private void clear() {
        tables.clear();
        kinds.clear();
        isSchemaChanged = false;
        by = null;
    }
}
