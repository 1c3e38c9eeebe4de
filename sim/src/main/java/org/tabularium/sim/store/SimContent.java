package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.sql.Note;

/** Everything a store holds at one moment: the term, the tables and the journal. */
final class SimContent {
    /**
     * A row of the journal.
     *
     * @param note whose it is
     * @param term the term it was written in
     * @param progress as in {@link org.tabularium.sql.Entry}
     * @param reply the answer so far
     */
    record Kept(Note note, int term, int progress, SimRows reply) {}

    private final int term;
    private final SimTables tables;
    /** By slot; null where a row was removed. */
    private final List<Kept> journal;

    private SimContent(int term, SimTables tables, List<Kept> journal) {
        this.term = term;
        this.tables = tables;
        this.journal = journal;
    }

    /** A store nobody has opened. */
    static SimContent fresh() {
        return new SimContent(0, new SimTables(), new ArrayList<>());
    }

    /** The same content, to be changed apart. */
    SimContent copy() {
        return withTerm(term);
    }

    /** The same content under another term, to be changed apart. */
    SimContent withTerm(int newTerm) {
        return new SimContent(newTerm, tables.copy(), new ArrayList<>(journal));
    }

    /** The same with other tables. */
    SimContent with(SimTables others) {
        return new SimContent(term, others, new ArrayList<>(journal));
    }

    /** As far as this content was written over an older one: the term first, then the tables, the journal last. */
    SimContent over(SimContent older, int tableCount) {
        return new SimContent(term, tables.over(older.tables, tableCount), new ArrayList<>(older.journal));
    }

    int term() {
        return term;
    }

    SimTables tables() {
        return tables;
    }

    /** The rows of the journal. */
    List<Kept> journal() {
        List<Kept> rows = new ArrayList<>(journal);
        rows.removeIf(row -> row == null);
        return rows;
    }

    /** Writes a row of the journal over the one in its slot. */
    void keep(Note note, int progress, SimRows reply) {
        while (journal.size() <= note.slot()) {
            journal.add(null);
        }
        journal.set(note.slot(), new Kept(note, term, progress, reply));
    }

    /** Removes what is in a slot of the journal. */
    void clear(Note note) {
        journal.set(note.slot(), null);
    }

    /** The row of a request, or null where its slot holds another's or none. */
    Kept kept(Note note) {
        Kept row = note.slot() < journal.size() ? journal.get(note.slot()) : null;
        return row != null && row.note().equals(note) ? row : null;
    }
}
