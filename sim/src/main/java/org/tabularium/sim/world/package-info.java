/**
 * A browser without a browser: virtual time, processes that die, locks, and channels that take their time.
 *
 * <p>Everything that happens is one event in one queue. With the same seed the same events happen in the same order, on
 * the JVM and in JavaScript.
 */
package org.tabularium.sim.world;
