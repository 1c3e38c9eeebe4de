package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Payload;

/**
 * A statement in the simulator's language.
 *
 * <ul>
 *   <li>{@code insert <table> <row>} adds a row; a row added twice is there twice
 *   <li>{@code read <table>} yields the table's rows
 *   <li>{@code sneak <table> <row>} looks like a read and adds a row
 *   <li>{@code odd <table> <row>} adds a row and cannot run inside a transaction
 *   <li>{@code partly <table> <row>} adds a row and then fails, as {@code INSERT OR FAIL} does
 *   <li>{@code undo} fails and ends the transaction it is in, as {@code OR ROLLBACK} does
 *   <li>{@code alter <table>} changes the schema; the table's changes are told no more until a query on it is watched anew
 *   <li>{@code fail} fails as SQL does
 *   <li>{@code begin} opens a transaction behind the leader's back
 * </ul>
 *
 * A script is statements with {@code ;} between them; {@code commit} among them ends a part that stays whatever comes
 * after it.
 */
public final class SimSql implements Payload {
    private final String text;
    private final String verb;
    private final String table;
    private final String row;

    /** A statement, or a script. */
    public SimSql(String text) {
        this.text = text;
        int verbEnd = wordEnd(0);
        int tableEnd = wordEnd(verbEnd + 1);
        int rowEnd = wordEnd(tableEnd + 1);
        verb = word(0, verbEnd);
        table = word(verbEnd + 1, tableEnd);
        row = word(tableEnd + 1, rowEnd);
    }

    private int wordEnd(int from) {
        int space = text.indexOf(' ', from);
        return space < 0 ? text.length() : space;
    }

    private String word(int from, int to) {
        return from < to ? text.substring(from, to) : "";
    }

    /** The statements of a script. */
    public static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        int from = 0;
        for (int to = script.indexOf(';'); to >= 0; to = script.indexOf(';', from)) {
            statements.add(script.substring(from, to).trim());
            from = to + 1;
        }
        statements.add(script.substring(from).trim());
        return statements;
    }

    /** The statement as it was written. */
    public String text() {
        return text;
    }

    /** What is to be done. */
    public String verb() {
        return verb;
    }

    /** The table named by the statement, or an empty text. */
    public String table() {
        return table;
    }

    /** The row named by the statement, or an empty text. */
    public String row() {
        return row;
    }

    /** Whether a tab takes it for a read; {@code sneak} is one that is not. */
    public boolean looksLikeRead() {
        return isRead() || verb.equals("sneak");
    }

    /** The parts of a script, each of which ends with its own {@code commit}. */
    public List<List<String>> parts() {
        List<List<String>> parts = new ArrayList<>();
        List<String> part = new ArrayList<>();
        parts.add(part);
        for (String statement : statements(text)) {
            if (statement.equals("commit")) {
                part = new ArrayList<>();
                parts.add(part);
            } else {
                part.add(statement);
            }
        }
        return parts;
    }

    /** Whether it adds a row, in whichever way. */
    public boolean isInsert() {
        return verb.equals("insert") || verb.equals("sneak") || verb.equals("odd") || isPartly();
    }

    /** Whether it fails although it has added a row, where the engine knows such a thing. */
    public boolean isPartly() {
        return verb.equals("partly");
    }

    /** Whether it changes nothing. */
    public boolean isRead() {
        return verb.equals("read");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SimSql sql && sql.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
