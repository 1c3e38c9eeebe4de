package org.tabularium.sim.store;

import java.util.List;
import org.tabularium.base.Payload;

/** A result: the rows of a table in order. */
public record SimRows(List<String> rows) implements Payload {
    /** The result of what has none. */
    public static final SimRows NOTHING = new SimRows(List.of());

    @Override
    public String toString() {
        return rows.toString();
    }
}
