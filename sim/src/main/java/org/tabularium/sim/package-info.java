/**
 * The simulator: thousands of tab lives a second, from one seed, judged by one checker for each promise.
 *
 * <p>{@code world} has time, processes, locks and channels; {@code store} a small database; {@code tab} the hosts the
 * core's nodes run on; {@code check} the judges; {@code run} plays seeds and {@code scenario} plays scripts.
 * docs/testing.md tells how to read a transcript.
 */
package org.tabularium.sim;
