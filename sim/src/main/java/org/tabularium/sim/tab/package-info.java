/**
 * Tabs without a browser: the hosts on which the core's nodes run here, as the browser's hosts run them there.
 *
 * <p>A tab is two processes, its page and its worker; a crash ends both. The broker is a third, which dies with the tab
 * that made it.
 */
package org.tabularium.sim.tab;
