package org.tabularium.browser.pglite;

/** Looks for ASCII words without the tables of letters that the platform's own comparison would bring in. */
final class Ascii {
    private Ascii() {}

    /** Whether {@code lowerCaseWord} is anywhere in the text, in any case. */
    static boolean mentions(String text, String lowerCaseWord) {
        return find(text, lowerCaseWord, 0) >= 0;
    }

    /** Where {@code lowerCaseWord} is found next, in any case; below 0 where it is not. */
    static int find(String text, String lowerCaseWord, int from) {
        int last = text.length() - lowerCaseWord.length();
        char first = lowerCaseWord.charAt(0);
        for (int i = from; i <= last; i++) {
            if (lowerCase(text.charAt(i)) == first && isAt(text, i, lowerCaseWord)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isAt(String text, int at, String lowerCaseWord) {
        for (int i = 1; i < lowerCaseWord.length(); i++) {
            if (lowerCase(text.charAt(at + i)) != lowerCaseWord.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static char lowerCase(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
