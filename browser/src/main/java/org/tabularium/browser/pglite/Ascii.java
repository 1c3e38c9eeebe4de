package org.tabularium.browser.pglite;

/** Looks for ASCII words without the tables of letters that the platform's own comparison would bring in. */
final class Ascii {
    private static final int LOWER_CASE_BIT = 0x20;

    private Ascii() {}

    /** Whether {@code lowerCaseWord}, which is of letters only, is anywhere in the text, in any case. */
    static boolean mentions(String text, String lowerCaseWord) {
        int last = text.length() - lowerCaseWord.length();
        char first = lowerCaseWord.charAt(0);
        for (int i = 0; i <= last; i++) {
            if ((text.charAt(i) | LOWER_CASE_BIT) == first && isAt(text, i, lowerCaseWord)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(String text, int at, String lowerCaseWord) {
        for (int i = 1; i < lowerCaseWord.length(); i++) {
            if ((text.charAt(at + i) | LOWER_CASE_BIT) != lowerCaseWord.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
