package org.tabularium.browser.pglite;

/**
 * A script of this library's own, which runs as the superuser and with the names of the catalog, whatever the user
 * has set the session to, and leaves those settings as they were.
 */
final class OwnScript {
    /**
     * The role with id 10 is the one the engine was started with. {@code SET SESSION AUTHORIZATION DEFAULT} would
     * not lead back to it: in a single-user engine that setting has no default.
     */
    static final String BECOME_SUPERUSER = "select pg_catalog.set_config('session_authorization', rolname, true),"
            + " pg_catalog.set_config('role', 'none', true)"
            + " from pg_catalog.pg_roles where oid operator(pg_catalog.=) 10;\n";

    static final String USE_CATALOG_NAMES = "set local search_path to pg_catalog, pg_temp;\n";

    private static final String BEGIN = "begin read write;\nset local client_min_messages to error;\n";

    private OwnScript() {}

    /** Runs {@code body} in a transaction that commits when nothing fails. */
    static String committing(String body) {
        return BEGIN + BECOME_SUPERUSER + USE_CATALOG_NAMES + body + "commit";
    }

    /** Begins a transaction in the session's own settings. */
    static String beginningAsUser(String body) {
        return BEGIN + body;
    }
}
