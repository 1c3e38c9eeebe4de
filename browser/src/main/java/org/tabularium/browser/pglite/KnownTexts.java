package org.tabularium.browser.pglite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Remembers what is known of the texts that were run last, so that nothing of it is found out at each call. */
final class KnownTexts {
    /** How many texts are remembered. */
    static final int CAPACITY = 200;

    /** The longest text that is remembered, in characters. */
    static final int LONGEST = 16 * 1024;

    /** The one used longest ago comes first. */
    private final Map<String, KnownText> bySql = new LinkedHashMap<>(16, 0.75f, true);

    private final Consumer<KnownText> forgotten;

    /** A memory that tells {@code forgotten} which text it has no room for any more. */
    KnownTexts(Consumer<KnownText> forgotten) {
        this.forgotten = forgotten;
    }

    /** What is known of a text. */
    KnownText of(String sql) {
        KnownText known = bySql.get(sql);
        if (known == null) {
            known = new KnownText(sql);
            if (sql.length() <= LONGEST) {
                remember(sql, known);
            }
        }
        return known;
    }

    private void remember(String sql, KnownText known) {
        if (bySql.size() == CAPACITY) {
            KnownText oldest = bySql.remove(bySql.keySet().iterator().next());
            oldest.isRemembered = false;
            forgotten.accept(oldest);
        }
        known.isRemembered = true;
        bySql.put(sql, known);
    }

    /** Everything that is remembered. */
    Iterable<KnownText> all() {
        return bySql.values();
    }
}
