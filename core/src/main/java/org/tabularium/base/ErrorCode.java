package org.tabularium.base;

/**
 * The stable names of everything that can go wrong. The name is the {@code code} an application sees; it never changes
 * its meaning.
 */
public enum ErrorCode {
    /** The statement failed in the engine; SQLSTATE and the other fields tell how. */
    SQL_ERROR,
    /** The database handle was closed. */
    CLOSED,
    /** The caller's {@code AbortSignal} fired. */
    ABORTED,
    /** The call's deadline passed. */
    DEADLINE_EXCEEDED,
    /** Too much waits in this tab already; the call was not sent. */
    BUSY,
    /** The statement ran longer than {@code maxStatementMs}; it was stopped together with its engine. */
    STATEMENT_TIMEOUT,
    /**
     * A leader died between the begin and the end of a statement that cannot run inside a transaction; it is not
     * repeated, and whether it took effect is unknown.
     */
    NOT_REPEATED,
    /** The tab was put away for so long that the outcome of what it had in flight is no longer kept. */
    SESSION_EXPIRED,
    /** The transaction's leader is gone; nothing of the transaction took effect. */
    TX_ABORTED_FAILOVER,
    /** The transaction has ended already: committed, rolled back or timed out. */
    TX_CLOSED,
    /** A statement left a transaction open outside of {@code transaction()}; it was rolled back. */
    TX_UNMANAGED,
    /** The database itself was used inside its own transaction, which would wait for itself. */
    TX_NESTED,
    /** The statement cannot be served by this engine, and was refused before it ran. */
    UNSUPPORTED,
    /** An argument is malformed. */
    INVALID_ARGUMENT,
    /** The store is open under another id, or is held by something that is not this library. */
    STORAGE_IN_USE,
    /** The application's own code has opened another store than was declared, and that one is in use. */
    STORAGE_MISMATCH,
    /** The store cannot be opened: blocked by the browser, or broken. */
    STORAGE_UNAVAILABLE,
    /** The store's quota is used up. */
    STORAGE_FULL,
    /** Writing to the store failed; what was waiting for it may or may not be durable. */
    FLUSH_FAILED,
    /** The store belongs to a newer leader; what this one did since is not in it. */
    FENCED,
    /** The engine stopped working; the leader steps down. */
    ENGINE_DIED,
    /** The engine's files could not be loaded. */
    ENGINE_UNAVAILABLE,
    /** The worker's script could not be loaded or stopped working. */
    WORKER_FAILED,
    /** The browser lacks something this library cannot do without. */
    ENVIRONMENT_UNSUPPORTED,
    /** The leader speaks another protocol version and did not yield. */
    VERSION_BLOCKED,
    /** A live query cannot be kept: it is not a plain read. */
    LIVE_UNSUPPORTED,
    /** A tab that does not lead has written, and has asked that this be refused. */
    WRITE_PERMISSION_DENIED,
    /** A message made no sense; it was not obeyed. */
    PROTOCOL_ERROR
}
