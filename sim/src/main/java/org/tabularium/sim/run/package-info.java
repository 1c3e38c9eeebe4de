/**
 * A run from a seed: tabs that come and go, applications that work in them, and a time of peace at the end to judge by.
 */
package org.tabularium.sim.run;
