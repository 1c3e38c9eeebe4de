package org.tabularium.browser.js;

import org.tabularium.base.Commit;

/** Commits as the application sees them: one JavaScript number each, which grows as they do. */
public final class CommitNumbers {
    private static final double TERMS_APART = 4_294_967_296.0;

    private CommitNumbers() {}

    /** The number of a commit. */
    public static double numberOf(Commit commit) {
        return commit.term() * TERMS_APART + commit.number();
    }

    /** The commit of a number. */
    public static Commit commitOf(double number) {
        int term = (int) Math.floor(number / TERMS_APART);
        return new Commit(term, (int) (number - term * TERMS_APART));
    }
}
