/** A database small enough to judge: tables of rows, transactions, a store that keeps only what was flushed. */
package org.tabularium.sim.store;
