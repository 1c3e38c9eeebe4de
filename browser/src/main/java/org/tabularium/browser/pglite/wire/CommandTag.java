package org.tabularium.browser.pglite.wire;

/**
 * What the engine says it has done, such as {@code INSERT 0 1}: the one trace a statement leaves of what it was.
 *
 * @param text the tag as sent
 */
public record CommandTag(String text) {
    private static final int SELECT = 'S' << 24 | 'E' << 16 | 'L' << 8 | 'E';
    private static final int INSERT = 'I' << 24 | 'N' << 16 | 'S' << 8 | 'E';
    private static final int UPDATE = 'U' << 24 | 'P' << 16 | 'D' << 8 | 'A';
    private static final int DELETE = 'D' << 24 | 'E' << 16 | 'L' << 8 | 'E';

    /** Whether a tag is of a statement about rows, as nearly every tag is: then the answer to all questions below is no. */
    static boolean isOfRows(byte[] bytes, int from) {
        if (bytes.length - from < Integer.BYTES) {
            return false;
        }
        int start = MessageWalker.intAt(bytes, from);
        return start == SELECT || start == INSERT || start == UPDATE || start == DELETE;
    }

    static CommandTag read(byte[] bytes, int from) {
        return new CommandTag(MessageWalker.ascii(bytes, from, MessageWalker.stringEnd(bytes, from)));
    }

    /** Whether an open transaction became durable. */
    boolean isCommit() {
        return text.equals("COMMIT");
    }

    /** Whether a transaction was rolled back. */
    boolean isRollback() {
        return text.equals("ROLLBACK");
    }

    /** Whether channels may no longer be listened to. */
    boolean endsListening() {
        return text.equals("UNLISTEN") || text.equals("DISCARD ALL");
    }

    /** Whether prepared statements may be gone. */
    boolean dropsStatements() {
        return text.startsWith("DEALLOCATE") || text.equals("DISCARD ALL");
    }

    /** Whether a setting may have changed, be it for the rest of the session or not. */
    boolean mayChangeSettings() {
        return switch (text) {
            case "SET", "RESET", "DISCARD ALL", "DO", "CALL" -> true;
            default -> false;
        };
    }

    /**
     * Whether queries may see something else from here on, of which change capture does not tell: roles are of no
     * database, so that nothing is triggered by them or by what takes their objects away, and temporary tables are
     * discarded without a trigger.
     */
    boolean altersUntold() {
        return switch (text) {
            case "CREATE ROLE", "ALTER ROLE", "DROP ROLE", "GRANT ROLE", "REVOKE ROLE" -> true;
            case "REASSIGN OWNED", "DISCARD TEMP" -> true;
            default -> false;
        };
    }

    /**
     * Whether a name or a type may mean something else from here on. Only tags that are known to change neither say
     * no.
     */
    boolean mayChangeMeaning() {
        int space = text.indexOf(' ');
        return switch (space < 0 ? text : text.substring(0, space)) {
            case "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "FETCH", "SHOW", "EXPLAIN", "COPY" -> false;
            case "BEGIN", "START", "COMMIT", "SAVEPOINT", "RELEASE", "NOTIFY", "LISTEN", "UNLISTEN" -> false;
            default -> true;
        };
    }
}
