package org.tabularium.browser.pglite;

/**
 * A statement that the engine has parsed and keeps under a name of this library's own.
 *
 * @param name its name, which is never given twice
 * @param sinceMs when it was parsed
 */
record PreparedStatement(String name, double sinceMs) {
    /**
     * How long it is used, in milliseconds. PostgreSQL looks at a plan again when the schema changes, but not when a
     * table has grown, or when a name has come to mean another table; this bounds how long either goes unseen.
     */
    private static final double KEPT_MS = 1_000;

    boolean isFresh(double nowMs) {
        return nowMs - sinceMs < KEPT_MS;
    }
}
