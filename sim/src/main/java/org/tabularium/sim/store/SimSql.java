package org.tabularium.sim.store;

import org.tabularium.base.Payload;

/**
 * A statement in the simulator's language.
 *
 * <ul>
 *   <li>{@code insert <table> <row>} adds a row; a row added twice is there twice
 *   <li>{@code read <table>} yields the table's rows
 *   <li>{@code alter <table>} changes the schema
 *   <li>{@code fail} fails as SQL does
 *   <li>{@code begin} opens a transaction behind the leader's back
 * </ul>
 *
 * A script is statements with {@code ;} between them.
 *
 * @param text the statement
 */
public record SimSql(String text) implements Payload {
    /** The table named by the statement, or an empty text. */
    public String table() {
        return word(1);
    }

    /** The row named by the statement, or an empty text. */
    public String row() {
        return word(2);
    }

    /** What is to be done. */
    public String verb() {
        return word(0);
    }

    /** Whether it changes nothing. */
    public boolean isRead() {
        return verb().equals("read");
    }

    private String word(int index) {
        int from = 0;
        for (int i = 0; i < index; i++) {
            int space = text.indexOf(' ', from);
            if (space < 0) {
                return "";
            }
            from = space + 1;
        }
        int to = text.indexOf(' ', from);
        return to < 0 ? text.substring(from) : text.substring(from, to);
    }
}
