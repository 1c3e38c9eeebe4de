/** The simulator as a JavaScript module, to be compared with itself on the JVM. */
package org.tabularium.sim.twin;
