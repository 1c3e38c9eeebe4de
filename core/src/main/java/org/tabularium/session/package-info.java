/**
 * A tab's numbered conversation with leaders: the client half in the tab, the leader half where the engine is.
 *
 * <p>What holds: a request's number is unique in its session, and its call is settled exactly once (a call that was
 * told {@code PENDING} is told the outcome once more, later). A request is sent to one leader at a time. When that
 * leader is gone, it is sent to the next one, whose journal tells whether it has taken effect. What must not be run any
 * more, such as the commit of a transaction that died, is recalled: only the journal may answer. A transaction lives and
 * dies with the connection it began on.
 */
package org.tabularium.session;
