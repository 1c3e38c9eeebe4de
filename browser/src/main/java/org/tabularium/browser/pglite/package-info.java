/**
 * PGlite as an engine, inside the worker that leads.
 *
 * <p>{@link org.tabularium.browser.pglite.PgliteEngine} only wires. The {@link
 * org.tabularium.browser.pglite.Backend} exchanges bytes with PGlite, synchronously; everything above it writes
 * messages and reads {@link org.tabularium.browser.pglite.wire.Reply replies}. What this library keeps in the
 * user's database is in the schema {@code tabularium}: the table {@code state} for good ({@link
 * org.tabularium.browser.pglite.TermStore}), and two functions, an event trigger and a trigger on each watched
 * table while live queries need them ({@link org.tabularium.browser.pglite.ChangeCapture}).
 */
package org.tabularium.browser.pglite;
