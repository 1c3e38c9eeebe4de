package org.tabularium.client;

/** What went wrong with a call: decide by {@link #code} and {@link #outcome}; the message is for people. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final String outcome;
    private final String sqlState;

    /**
     * A failure.
     *
     * @param code the stable name, such as {@code SQL_ERROR} or {@code TX_ABORTED_FAILOVER}
     * @param outcome what is known about the effect: {@code notRun}, {@code rolledBack}, {@code unknown} or {@code pending}
     * @param sqlState the five characters of the SQLSTATE where the engine refused a statement, else null
     */
    public DatabaseException(String code, String message, String outcome, String sqlState) {
        super(message);
        this.code = code;
        this.outcome = outcome;
        this.sqlState = sqlState;
    }

    /** What an application has thrown, as a failure. */
    static DatabaseException of(RuntimeException thrown) {
        if (thrown instanceof DatabaseException known) {
            return known;
        }
        DatabaseException failure =
                new DatabaseException("APPLICATION_ERROR", String.valueOf(thrown.getMessage()), "unknown", null);
        failure.initCause(thrown);
        return failure;
    }

    /** The stable name of what went wrong. */
    public String code() {
        return code;
    }

    /** What is known about the effect: {@code notRun}, {@code rolledBack}, {@code unknown} or {@code pending}. */
    public String outcome() {
        return outcome;
    }

    /** The SQLSTATE, such as {@code 23505}, where the engine refused a statement; else null. */
    public String sqlState() {
        return sqlState;
    }
}
