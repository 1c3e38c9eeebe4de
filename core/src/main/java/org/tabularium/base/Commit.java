package org.tabularium.base;

/**
 * A commit number: the position of a commit in a database's history.
 *
 * <p>Numbers only grow, also over a change of leader, because the term comes first and each leader counts from zero;
 * they are not dense. Two ints rather than a long, because a long is a BigInt in JavaScript.
 *
 * @param term the term of the leader that made the commit
 * @param number its position within that term, from 0
 */
public record Commit(int term, int number) implements Comparable<Commit> {
    /** Before every commit. */
    public static final Commit NONE = new Commit(0, 0);

    /** The commit after this one, by the same leader. */
    public Commit next() {
        return new Commit(term, number + 1);
    }

    /** Whether this commit comes after {@code other}. */
    public boolean isAfter(Commit other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Commit other) {
        return term != other.term ? Integer.compare(term, other.term) : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return term + "." + number;
    }
}
