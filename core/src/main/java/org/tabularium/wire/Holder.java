package org.tabularium.wire;

/**
 * Who holds a database, as told to somebody who may not come in.
 *
 * @param leaderId the leader's tab
 * @param id the group id it was opened with, or null
 * @param appVersion the application's own version there, or null
 * @param protocol the versions it speaks
 */
public record Holder(String leaderId, String id, String appVersion, Protocol protocol) {
    /**
     * What begins the ids of tabs whose application makes the engine itself. Only one of them can take over from another:
     * what the built-in engine would make of such a store is not what the application has made.
     */
    public static final String OWN_ENGINE = "init:";

    /** Whether an id, which may be null, is that of tabs whose application makes the engine itself. */
    public static boolean isOfOwnEngine(String id) {
        return id != null && id.startsWith(OWN_ENGINE);
    }
}
