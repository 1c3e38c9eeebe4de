package org.tabularium.browser.pglite.wire;

/**
 * A row of one of the engine's own statements, all of whose columns are plain ASCII.
 *
 * @param bytes the reply it is in
 * @param at where its content begins
 */
public record Row(byte[] bytes, int at) {
    /** How many columns it has. */
    public int columnCount() {
        return MessageWalker.shortAt(bytes, at);
    }

    /** A column, from 0; empty for NULL. */
    public String text(int column) {
        int from = at + Short.BYTES;
        for (int left = column; left > 0; left--) {
            from += Integer.BYTES + Math.max(0, MessageWalker.intAt(bytes, from));
        }
        int size = Math.max(0, MessageWalker.intAt(bytes, from));
        return MessageWalker.ascii(bytes, from + Integer.BYTES, from + Integer.BYTES + size);
    }

    /** A column that is a number. */
    public int number(int column) {
        return Integer.parseInt(text(column));
    }
}
