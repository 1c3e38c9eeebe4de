package org.tabularium.browser.pglite;

/**
 * A part of a script: what it runs in one transaction.
 *
 * @param from where its text begins
 * @param bodyEnd where the statement that ends the transaction begins, or the text ends
 * @param to where its text ends
 * @param hasBody whether there are statements before the one that ends the transaction
 * @param begins whether the script itself begins the transaction, at some point of the part
 * @param isChained whether the end of the part before has begun the transaction
 * @param end how the transaction ends
 */
record ScriptPart(int from, int bodyEnd, int to, boolean hasBody, boolean begins, boolean isChained, End end) {
    /** How the script ends a transaction. */
    enum End {
        /** It does not. */
        NONE,
        /** With COMMIT or END. */
        COMMIT,
        /** With ROLLBACK or ABORT. */
        ROLLBACK
    }

    /** Whether the script leaves a transaction open that it has begun itself. */
    boolean isLeftOpen() {
        return end == End.NONE && (begins || isChained);
    }
}
