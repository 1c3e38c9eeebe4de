package org.tabularium.sim.store;

/** Whose rules an engine has. */
public enum EngineKind {
    /**
     * PostgreSQL's: an effect and its row in the journal are one transaction, and a statement that fails has failed the
     * transaction it is in.
     */
    PGLITE("pglite"),
    /**
     * SQLite's: the journal is a file of its own, which only the same flush keeps together with the database;
     * statements may fail alone, fail and yet have written, or end the transaction they are in.
     */
    SQLITE("sqlite");

    private final String word;

    EngineKind(String word) {
        this.word = word;
    }

    /** The kind of this name. */
    public static EngineKind named(String word) {
        for (EngineKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown engine: " + word);
    }

    /** The kind a seed plays with unless it is told another: the even ones play SQLite. */
    public static EngineKind of(int seed) {
        return (seed & 1) == 0 ? SQLITE : PGLITE;
    }

    /** As scripts write it. */
    public String word() {
        return word;
    }

    /** What runs the calls of an engine that has found this in its store. */
    SimCalls calls(SimEngine engine, SimContent content) {
        return this == PGLITE
                ? new PgliteCalls(engine, new PgliteDatabase(content))
                : new SqliteCalls(engine, new SqliteDatabase(content));
    }
}
