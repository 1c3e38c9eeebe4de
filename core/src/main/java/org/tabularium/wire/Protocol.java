package org.tabularium.wire;

/**
 * The versions of the messages between tabs that this build speaks.
 *
 * <p>Tabs of two builds share one database on every deploy day, so a tab says which versions it speaks and both sides
 * use the highest they have in common. {@link ToLeader.Hello}, {@link ToLeader.Yield} and {@link ToClient.Refused} are
 * read by every version and never change their shape.
 *
 * @param oldest the oldest version spoken
 * @param newest the newest version spoken, at least {@code oldest}
 */
public record Protocol(int oldest, int newest) {
    /** What this build speaks. */
    public static final Protocol BUILD = new Protocol(3, 3);

    /** The highest version that both speak, or 0. */
    public int common(Protocol other) {
        int highest = Math.min(newest, other.newest);
        return highest >= Math.max(oldest, other.oldest) ? highest : 0;
    }

    /** Whether this side was built after {@code other}. */
    public boolean isNewerThan(Protocol other) {
        return newest > other.newest;
    }
}
