package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Payload;

/** A result: the rows of a table in order. */
public record SimRows(List<String> rows) implements Payload {
    /** The result of what has none. */
    public static final SimRows NOTHING = new SimRows(List.of());

    /**
     * Rows that take the place of all but some at both ends. It knows nothing of what it is a difference from, so that
     * applied to anything else it gives something wrong, which a checker sees.
     */
    public record Difference(int front, List<String> between, int back) implements Payload {
        @Override
        public String toString() {
            return "first " + front + ' ' + between + " last " + back;
        }
    }

    @Override
    public Payload differenceFrom(Payload earlier) {
        List<String> before = ((SimRows) earlier).rows;
        int most = Math.min(before.size(), rows.size());
        int front = 0;
        while (front < most && before.get(front).equals(rows.get(front))) {
            front++;
        }
        int back = 0;
        while (back < most - front && before.get(before.size() - 1 - back).equals(rows.get(rows.size() - 1 - back))) {
            back++;
        }
        List<String> between = rows.subList(front, rows.size() - back);
        return between.size() < rows.size() ? new Difference(front, List.copyOf(between), back) : null;
    }

    @Override
    public Payload changedBy(Payload difference) {
        Difference change = (Difference) difference;
        int front = Math.min(change.front, rows.size());
        List<String> changed = new ArrayList<>(rows.subList(0, front));
        changed.addAll(change.between);
        changed.addAll(rows.subList(Math.max(front, rows.size() - change.back), rows.size()));
        return new SimRows(List.copyOf(changed));
    }

    @Override
    public String toString() {
        return rows.toString();
    }
}
