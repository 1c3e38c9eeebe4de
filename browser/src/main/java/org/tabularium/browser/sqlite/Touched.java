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

    /** The table of the last numbers given out, which SQLite does not say it writes. */
    private static final String SEQUENCES = "sqlite_sequence";

    /** What some statements have changed. */
    private static final class Collected {
        final Set<String> tables = new LinkedHashSet<>();
        final Set<String> kinds = new LinkedHashSet<>();
        boolean isSchemaChanged;

        void addAll(Collected other) {
            tables.addAll(other.tables);
            kinds.addAll(other.kinds);
            isSchemaChanged |= other.isSchemaChanged;
        }

        void clear() {
            tables.clear();
            kinds.clear();
            isSchemaChanged = false;
        }
    }

    private final Database database;
    private final SqliteChanges feed;
    private final Set<String> watched = new HashSet<>();
    /** By the open transaction, or by the statement that was one of its own. */
    private final Collected open = new Collected();
    /** By the parts of a script that have committed. */
    private final Collected committed = new Collected();

    private double changesBefore;
    private double schemaBefore;
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
    void before(Prepared prepared, String sender) {
        if (isDefinition(prepared)) {
            schemaBefore = database.schemaVersion();
        }
        before(sender);
    }

    /** What is no statement is about to change something. */
    void before(String sender) {
        changesBefore = database.totalChanges();
        by = sender;
    }

    /** Whether rows were changed since {@link #before}. Those may have been restored since, where a statement failed. */
    boolean hasChangedRows() {
        return database.totalChanges() != changesBefore;
    }

    /** The statement has run, or has failed and left something. */
    void after(Prepared prepared) {
        boolean isSchemaChanged = isDefinition(prepared) && database.schemaVersion() != schemaBefore;
        if (isSchemaChanged) {
            open.kinds.add("schema");
        }
        if (isSchemaChanged || isOfWhole(prepared)) {
            altered();
        }
        if (!hasChangedRows()) {
            return;
        }
        if (prepared.getAction() != null) {
            open.kinds.add(prepared.getAction().toLowerCase(Locale.ROOT));
        }
        if (!watched.isEmpty()) {
            addWatched(prepared.getWrites());
        }
    }

    /**
     * Whether it changes the schema, unless what it would make is there, or what it would drop is not: of some with {@code IF
     * [NOT] EXISTS} SQLite then says nothing.
     */
    private static boolean isDefinition(Prepared prepared) {
        String command = prepared.getCommand();
        return prepared.isSchemaChange() || command.equals("CREATE") || command.equals("DROP");
    }

    /** Whether it changes what is of no table: a VACUUM numbers rows anew, ANALYZE and some PRAGMAs write without a word. */
    private static boolean isOfWhole(Prepared prepared) {
        boolean isOfNoTable = prepared.getWrites().length == 0 && prepared.getTransaction() == null;
        return isOfNoTable && !isDefinition(prepared) || prepared.getCommand().equals("ANALYZE");
    }

    /** What is prepared, and every live query, may mean something else now. */
    void altered() {
        open.isSchemaChanged = true;
        database.forget();
    }

    private void addWatched(String[] written) {
        for (String table : written) {
            if (watched.contains(table)) {
                open.tables.add(table);
            }
        }
        if (watched.contains(SEQUENCES)) {
            open.tables.add(SEQUENCES);
        }
    }

    /** Everything is another database's now. */
    void everything() {
        open.isSchemaChanged = true;
        open.kinds.add("import");
        open.tables.addAll(watched);
    }

    /** A part of a script has committed; what comes after it may be rolled back. */
    void partCommitted() {
        committed.addAll(open);
        open.clear();
    }

    /** All of it is committed. */
    Changes take() {
        partCommitted();
        return takeCommitted();
    }

    /** What parts of a script have committed, without what the open transaction has changed. */
    Changes takeCommitted() {
        if (!committed.kinds.isEmpty()) {
            feed.add(by, committed.kinds.toArray(new String[0]));
            if (watched.contains(ANYTHING)) {
                committed.tables.add(ANYTHING);
            }
        }
        Changes changes = committed.tables.isEmpty() && !committed.isSchemaChanged
                ? Changes.NONE
                : new Changes(committed.isSchemaChanged, new ArrayList<>(committed.tables));
        committed.clear();
        by = null;
        return changes;
    }

    /** The open transaction is rolled back. */
    void undo() {
        partlyUndone();
        open.clear();
    }

    /** The open transaction may be rolled back to a savepoint, with what it had made, so that what is prepared means less. */
    void partlyUndone() {
        if (open.isSchemaChanged) {
            database.forget();
        }
    }
}
