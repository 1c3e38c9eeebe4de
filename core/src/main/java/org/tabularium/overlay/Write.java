package org.tabularium.overlay;

import org.tabularium.base.Commit;

/** A write that is laid over results. */
final class Write {
    private enum Presence {
        IN,
        OUT,
        UNKNOWN
    }

    final int number;
    final Patch patch;
    private final Commit before;
    private final boolean isRepeatable;
    /** Null while the write is pending. */
    private Commit confirmed;

    Write(int number, Patch patch, Commit before, boolean isRepeatable) {
        this.number = number;
        this.patch = patch;
        this.before = before;
        this.isRepeatable = isRepeatable;
    }

    void confirm(Commit commit) {
        confirmed = commit;
    }

    boolean isPending() {
        return confirmed == null;
    }

    /** Whether the result at this commit surely has the write. */
    boolean isIn(Commit commit) {
        return presence(commit) == Presence.IN;
    }

    /** Whether the write may be laid over the result at this commit. */
    boolean mayLieOver(Commit commit) {
        Presence presence = presence(commit);
        return presence == Presence.OUT || presence == Presence.UNKNOWN && isRepeatable;
    }

    Layer layer() {
        return new Layer(number, patch, isPending());
    }

    private Presence presence(Commit commit) {
        if (confirmed != null && !confirmed.isAfter(commit)) {
            return Presence.IN;
        }
        // Up to the commit of the confirmation it is unknown: one from the journal names a later commit than the
        // write's.
        return commit.isAfter(before) ? Presence.UNKNOWN : Presence.OUT;
    }
}
