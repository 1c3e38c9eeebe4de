/**
 * Runs a node on a host: feeds it one input at a time, in order, and performs its effects.
 *
 * <pre>{@code
 * while ((input = inputs.poll()) != null) {
 *     node.step(input, host.nowMs(), effects);
 * }
 * }</pre>
 */
package org.tabularium.driver;
