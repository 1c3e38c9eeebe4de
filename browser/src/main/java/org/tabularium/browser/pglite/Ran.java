package org.tabularium.browser.pglite;

import org.tabularium.browser.pglite.wire.Reply;

/**
 * A statement or script that the engine has run.
 *
 * @param reply what the leader needs to know of the answer
 * @param result the answer, for whoever asked; of no use where it failed
 */
record Ran(Reply reply, byte[] result) {}
