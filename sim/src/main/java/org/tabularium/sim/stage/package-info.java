/**
 * What can be done to the tabs of an origin, in words of which each line is one: scripts are written in them, and runs
 * from a seed are recorded in them, so that a run can be played again, also in part.
 */
package org.tabularium.sim.stage;
