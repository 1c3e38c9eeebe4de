/**
 * Introductions: how a tab and the leader's worker come to hold the two ends of one channel.
 *
 * <p>A broker only introduces. It keeps, for each store, the leader that registered with the highest term and the tabs
 * that look for a leader of a higher term than they know; whenever the two meet, it has a channel made for them. No
 * request ever passes through it, so its death costs nothing but the next introduction.
 */
package org.tabularium.broker;
