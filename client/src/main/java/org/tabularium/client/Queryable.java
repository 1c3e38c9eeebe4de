package org.tabularium.client;

import java.util.List;
import java.util.Optional;

/** What runs statements: a database, or one transaction. */
public interface Queryable {
    /**
     * Runs one statement with its parameters, {@code $1} and so on, and gives its rows.
     *
     * @param params booleans, numbers, texts, {@code byte[]}, lists of such, or null
     */
    Promise<List<Row>> query(String sql, Object... params);

    /** Runs one statement, and gives its first row. */
    default Promise<Optional<Row>> queryOne(String sql, Object... params) {
        return query(sql, params).map(rows -> rows.stream().findFirst());
    }

    /** Runs a script of any number of statements. */
    Promise<Void> execute(String script);
}
