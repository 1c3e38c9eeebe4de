/**
 * PGlite as an engine, inside the worker that leads.
 *
 * <p>{@link org.tabularium.browser.pglite.PgliteEngine} only wires. The {@link
 * org.tabularium.browser.pglite.Backend} exchanges bytes with PGlite, synchronously; everything above it writes
 * messages and reads {@link org.tabularium.browser.pglite.wire.Reply replies}.
 *
 * <p>What a request changes and its row in the {@link org.tabularium.browser.pglite.Journal} are one transaction. How
 * that is done depends on what is run: one statement ({@link org.tabularium.browser.pglite.JournaledStatement}), a
 * script with transactions of its own ({@link org.tabularium.browser.pglite.ScriptRun}), a transaction of the
 * application ({@link org.tabularium.browser.pglite.Transactions}), or a statement that cannot be part of any ({@link
 * org.tabularium.browser.pglite.LoneStatement}). What reads runs where it cannot write ({@link
 * org.tabularium.browser.pglite.Reads}).
 *
 * <p>What this library keeps in the user's database is in the schema {@code tabularium}, and a dump of the user's data
 * leaves that schema out: it belongs to this store and to no copy. For good there are the table {@code state} ({@link
 * org.tabularium.browser.pglite.TermStore}), the table {@code journal} and the function {@code keep} that writes it
 * ({@link org.tabularium.browser.pglite.JournalSchema}); and two functions, an event trigger and a trigger on each
 * watched table while live queries need them ({@link org.tabularium.browser.pglite.ChangeCapture}).
 */
package org.tabularium.browser.pglite;
