/**
 * In which order the engine works.
 *
 * <p>What holds: the engine does one thing at a time, a call or a flush; one that flushes aside runs calls while it
 * does. Jobs of one session run in the order they came,
 * and the sessions take turns; while a transaction is open, only its own jobs run. A write is answered at the level it
 * asked for: one that awaits the flush is answered after a flush that began after it had run, and one flush serves all
 * that wait. Reads wait for no flush. Every job that was submitted is answered once: {@code answered}, {@code moved},
 * {@code doubted}, {@code notKept} or {@code withdrawn}; one whose flush failed is told so before.
 *
 * <p>A write is run once, whoever asks how often: what has taken effect is in the journal from the same transaction on,
 * and a job is looked up there when its turn comes.
 */
package org.tabularium.schedule;
