/**
 * The machines of a tab, wired.
 *
 * <p>A tab is two nodes in two places: the {@link org.tabularium.node.ClientNode} beside the application, which has the
 * calls and subscriptions, and the {@link org.tabularium.node.LeaderNode} in the tab's worker, which waits for its turn
 * to lead and then has the engine. Every client node talks to the one leader node that leads, its own tab's as well, in
 * the messages of {@code wire}.
 *
 * <p>A node takes one input at a time and says in its {@code Effects} what its host must do. The effects of one machine
 * that are inputs of another wait in a queue until the step is over, so no machine is ever entered twice.
 */
package org.tabularium.node;
