/** The judges: one class for each promise, which sees what applications see and knows what the store holds. */
package org.tabularium.sim.check;
