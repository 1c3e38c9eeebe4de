package org.tabularium.browser.sqlite;

import java.util.Set;

/**
 * What a {@code PRAGMA} may do here. All tabs share one connection, and how it keeps its files is this library's matter.
 */
final class PragmaPolicy {
    /** It may run as it is. */
    static final int ALLOWED = 0;
    /** It changes a setting of the connection, which is then kept beside the database and holds for all tabs. */
    static final int SETTING = 1;
    /** It must not run. */
    static final int REFUSED = 2;
    /** It only asks, whatever SQLite says. */
    static final int ASKS = 3;

    private static final Set<String> SETTINGS = Set.of(
            "foreign_keys",
            "recursive_triggers",
            "reverse_unordered_selects",
            "ignore_check_constraints",
            "cell_size_check",
            "trusted_schema",
            "analysis_limit",
            "legacy_alter_table");

    /** Their argument is what they are asked about, or what they do is like any other write. */
    private static final Set<String> WITH_ARGUMENT = Set.of(
            "table_info",
            "table_xinfo",
            "table_list",
            "index_list",
            "index_info",
            "index_xinfo",
            "foreign_key_list",
            "foreign_key_check",
            "integrity_check",
            "quick_check",
            "optimize",
            "incremental_vacuum",
            "defer_foreign_keys",
            "user_version",
            "application_id");

    /** They would tell of what is not the application's, or do what nobody must. */
    private static final Set<String> NEVER = Set.of("wal_checkpoint", "shrink_memory", "writable_schema");

    /** They do something without an argument too. */
    private static final Set<String> ACTS = Set.of("optimize", "incremental_vacuum");

    private PragmaPolicy() {}

    /** Decides; the name is in lower case, and the argument null where there is none. */
    static int decide(String name, String argument) {
        if (NEVER.contains(name)) {
            return REFUSED;
        }
        if (argument == null && !ACTS.contains(name)) {
            return ASKS;
        }
        if (argument == null || WITH_ARGUMENT.contains(name)) {
            return ALLOWED;
        }
        return SETTINGS.contains(name) ? SETTING : REFUSED;
    }
}
