package org.tabularium.browser.pglite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KnownTextsTest {
    private final List<KnownText> forgotten = new ArrayList<>();
    private final KnownTexts texts = new KnownTexts(forgotten::add);

    @Test
    void theOneUsedLongestAgoMakesRoom() {
        KnownText first = texts.of("select 0");
        KnownText second = texts.of("select 1");
        for (int i = 2; i < KnownTexts.CAPACITY; i++) {
            texts.of("select " + i);
        }
        assertSame(first, texts.of("select 0"));
        texts.of("select one more");
        assertEquals(List.of(second), forgotten);
        assertSame(first, texts.of("select 0"));
    }

    @Test
    void aLongTextIsNotKept() {
        String text = "select '" + "x".repeat(KnownTexts.LONGEST) + "'";
        assertNotSame(texts.of(text), texts.of(text));
        assertEquals(List.of(), forgotten);
    }
}
