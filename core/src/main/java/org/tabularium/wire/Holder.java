package org.tabularium.wire;

/**
 * Who holds a database, as told to somebody who may not come in.
 *
 * @param leaderId the leader's tab
 * @param id the group id it was opened with, or null
 * @param appVersion the application's own version there, or null
 * @param protocol the versions it speaks
 */
public record Holder(String leaderId, String id, String appVersion, Protocol protocol) {}
