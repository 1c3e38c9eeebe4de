package org.tabularium.browser.pglite;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the parameter types of statements that were described, so that running one again takes one exchange.
 *
 * <p>The types are sent along with the statement, so a memory that is out of date makes the engine refuse the text,
 * and never makes it read a value as another type than it was written for.
 */
final class ParameterTypes {
    private static final int CAPACITY = 200;

    /** The one used longest ago comes first. */
    private final Map<String, int[]> bySql = new LinkedHashMap<>(16, 0.75f, true);

    /** The types, or null where they are not known. */
    int[] find(String sql) {
        return bySql.get(sql);
    }

    void remember(String sql, int[] types) {
        if (bySql.size() == CAPACITY) {
            bySql.remove(bySql.keySet().iterator().next());
        }
        bySql.put(sql, types);
    }

    void forgetAll() {
        bySql.clear();
    }
}
