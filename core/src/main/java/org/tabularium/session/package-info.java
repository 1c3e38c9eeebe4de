/**
 * A tab's numbered conversation with leaders: the client half in the tab, the leader half where the engine is.
 *
 * <p>What holds: a request's number is unique in its session, and its call is settled exactly once (a call that was
 * told {@code PENDING} is told the outcome once more, later). A request is sent to one leader at a time. When that
 * leader is gone, what surely changed nothing is sent to the next one; a write is not, because it may have run: it is
 * settled as {@code LEADER_LOST}. A transaction lives and dies with the connection it began on.
 */
package org.tabularium.session;
