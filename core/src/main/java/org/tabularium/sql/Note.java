package org.tabularium.sql;

/**
 * The place in the journal where an engine writes down that a request has taken effect, in the transaction of the
 * effect.
 *
 * @param slot the row of the journal to write over
 * @param session whose request it is
 * @param number the request's number in its session
 */
public record Note(int slot, String session, int number) {}
