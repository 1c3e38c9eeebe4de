/**
 * Scripts of a few words a line, whose transcripts are kept beside them: behaviour to read, and to see change in
 * review.
 */
package org.tabularium.sim.scenario;
