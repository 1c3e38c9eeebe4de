package org.tabularium.browser.pglite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SettingNamesTest {
    private static Set<String> namesIn(String sql) {
        Set<String> names = new LinkedHashSet<>();
        SettingNames.addFrom(sql, names);
        return names;
    }

    @Test
    void wordsWithDotsAreNames() {
        assertEquals(Set.of("app.user_id"), namesIn("set App.user_id = '5'"));
        assertEquals(Set.of("app.a", "app.b"), namesIn("reset app.a; select set_config('app.b', $1, false)"));
        assertEquals(Set.of("a.b.c$1"), namesIn("set a.b.c$1 to x"));
    }

    @Test
    void numbersAndLoneDotsAreNone() {
        assertEquals(Set.of(), namesIn("set work_mem = 1.5; select '. .' , a. from b"));
        assertEquals(Set.of(), namesIn(""));
    }
}
