package org.tabularium.sql;

import java.util.List;

/**
 * What an engine says once it is open and its term is raised and durable.
 *
 * @param term this leadership's term, greater than every earlier one of the store
 * @param isFresh whether the store was created by this opening
 * @param engine name and version of the engine, {@code pglite 0.5.16}
 * @param storage kind of store in use: {@code idb}, {@code idb-files}, {@code opfs}, {@code opfs-ahp}, {@code memory}
 * @param flushesAside whether calls may run while a flush is under way, which keeps what was there when it began
 * @param journal what the journal holds
 */
public record Opened(
        int term, boolean isFresh, String engine, String storage, boolean flushesAside, List<Entry> journal) {}
