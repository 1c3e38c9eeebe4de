package org.tabularium.browser.pglite;

/** The SQLSTATEs that this library acts upon. */
final class SqlStates {
    /** Something that writes was tried in a read-only transaction. */
    static final String READ_ONLY_SQL_TRANSACTION = "25006";

    /** Something that must be alone was tried inside a transaction. */
    static final String ACTIVE_SQL_TRANSACTION = "25001";

    /** A procedure or block tried to end a transaction that is not its own. */
    static final String INVALID_TRANSACTION_TERMINATION = "2D000";

    /** A prepared statement is not there. */
    static final String INVALID_SQL_STATEMENT_NAME = "26000";

    private SqlStates() {}
}
