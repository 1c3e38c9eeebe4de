package org.tabularium.sql;

/**
 * What the journal holds of one request.
 *
 * @param note where it is, and of what
 * @param progress {@link #DONE}, {@link #BEGUN}, or how many parts of a script have committed with more to come
 * @param ageMs how long ago it was written, in milliseconds
 */
public record Entry(Note note, int progress, double ageMs) {
    /** The request has taken effect, and its answer is kept. */
    public static final int DONE = 0;

    /**
     * A statement that cannot run inside a transaction was begun. Whether it came to its end is not known, and it must
     * not be run again.
     */
    public static final int BEGUN = -1;

    /** An entry that is written now. */
    public Entry(Note note, int progress) {
        this(note, progress, 0);
    }
}
