package org.tabularium.browser.pglite;

import org.tabularium.browser.pglite.wire.MessageWriter;

/** A statement that the engine has parsed and keeps under a name of this library's own. */
final class PreparedStatement {
    /**
     * How long it is used, in milliseconds. PostgreSQL looks at a plan again when the schema changes, but not when a
     * table has grown, or when a name has come to mean another table; this bounds how long either goes unseen.
     */
    private static final double KEPT_MS = 1_000;

    private final String name;
    private final double sinceMs;
    /** The messages that run it, where it has no parameters, once they have been written. */
    private byte[] run;

    /**
     * A statement that is parsed now.
     *
     * @param name its name, which is never given twice
     * @param sinceMs the time
     */
    PreparedStatement(String name, double sinceMs) {
        this.name = name;
        this.sinceMs = sinceMs;
    }

    String name() {
        return name;
    }

    boolean isFresh(double nowMs) {
        return nowMs - sinceMs < KEPT_MS;
    }

    /** Writes the messages that run it; it has no parameters. */
    void write(MessageWriter writer) {
        if (run != null) {
            writer.again(run);
            return;
        }
        int from = writer.length();
        writer.beginBind(name, 0).endBind().describePortal().execute();
        run = writer.since(from);
    }
}
