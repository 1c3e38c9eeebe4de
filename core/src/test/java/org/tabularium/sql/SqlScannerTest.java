package org.tabularium.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SqlScannerTest {
    private static String words(String sql) {
        return words(sql, false);
    }

    private static String words(String sql, boolean hasBackslashEscapes) {
        SqlScanner scanner = new SqlScanner(sql, hasBackslashEscapes);
        List<String> words = new ArrayList<>();
        while (scanner.next()) {
            if (scanner.word() != null) {
                words.add(scanner.word());
            }
        }
        return String.join(" ", words);
    }

    @Test
    void skipsComments() {
        assertEquals("a b c", words("a -- x\n b /* x /* y */ z */ C"));
        assertEquals("a", words("a /* never closed"));
        assertEquals("a", words("a -- to the end"));
    }

    @Test
    void skipsStrings() {
        assertEquals("a b", words("a 'it''s' b"));
        assertEquals("a b", words("a 'c:\\' b"));
        assertEquals("a", words("a 'c:\\' b'", true));
        assertEquals("a b", words("a e'it\\'s' b"));
        assertEquals("a b", words("a e'x' -- more\n '\\' y' b"));
        assertEquals("a", words("a 'never closed"));
        assertEquals("a b", words("a \"quoted \"\" name\" b"));
        assertEquals("u b", words("U&'\\0061' b"));
    }

    @Test
    void skipsDollarQuotes() {
        assertEquals("do", words("do $$ begin x; end $$"));
        assertEquals("do language", words("do $a$ x $$ y $b$ $a$ language"));
        assertEquals("x a$b$c y", words("x a$b$c y"));
        assertEquals("x y", words("x $1 y"));
        assertEquals("x y", words("x $1$2 y"));
        assertEquals("x", words("x $t$ never closed"));
        assertEquals("", words("$"));
    }

    @Test
    void numbersAreNotWords() {
        assertEquals("x", words("1e5 0xff x 1_000"));
    }
}
