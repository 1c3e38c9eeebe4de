package org.tabularium.browser.pglite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SqlTextTest {
    @Test
    void literalsEscapeQuotesAndBackslashes() {
        assertEquals("E'it''s \\\\ here'", SqlText.literal("it's \\ here"));
        assertEquals("E''", SqlText.literal(""));
    }

    @Test
    void idsBecomeAnArray() {
        assertEquals("'{}'::pg_catalog.oid[]", SqlText.oids(List.of()));
        assertEquals("'{1,22}'::pg_catalog.oid[]", SqlText.oids(List.of("1", "22")));
    }
}
