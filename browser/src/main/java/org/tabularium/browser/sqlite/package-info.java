/**
 * SQLite behind the {@link org.tabularium.port.Engine} port.
 *
 * <p>SQLite works on the files of a page store, and only a flush of that store makes anything last: all files together, as
 * they are between two statements. So whatever is done between two flushes is kept whole or not at all, and the journal,
 * which lies in a database file of its own beside the application's, needs no transaction in common with it: a row is
 * written right after the effect, and no flush comes between. Nothing of this library is in the application's database.
 *
 * <p>What a statement does is not read from its text: SQLite tells, while it prepares it
 * ({@link org.tabularium.browser.sqlite.Prepared}).
 */
package org.tabularium.browser.sqlite;
