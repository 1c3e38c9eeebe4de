package org.tabularium.browser.pglite;

/**
 * Has PostgreSQL write a checkpoint when its log has grown.
 *
 * <p>In a single-user engine no other process does. Without checkpoints the log would grow for as long as the leader
 * lives, in the store and in what the next leader has to replay.
 */
final class Checkpoints {
    /** How much log may have to be replayed, in bytes. */
    private static final int MOST_LOG_BYTES = 32 * 1024 * 1024;

    /** After how many flushes the log is looked at. */
    private static final int FLUSHES_PER_LOOK = 32;

    private static final String LOOK =
            "select (pg_current_wal_insert_lsn() - redo_lsn) > " + MOST_LOG_BYTES + " from pg_control_checkpoint();\n";

    private final Backend backend;
    private int flushes;

    Checkpoints(Backend backend) {
        this.backend = backend;
    }

    /** Writes one if it is time. */
    void beforeFlush() {
        flushes++;
        if (flushes < FLUSHES_PER_LOOK || backend.isInTransaction() || backend.isHeld() || backend.isDead()) {
            return;
        }
        flushes = 0;
        if (backend.runOwn(OwnScript.committing(LOOK)).lastRowText(0).equals("t")) {
            backend.runOwn(OwnScript.committing("checkpoint;\n"));
        }
    }
}
