package org.tabularium.sim.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.node.ClientNode;
import org.tabularium.sim.store.SimRows;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Operation;

/** A read that is asked for after a write was acknowledged at {@code DISK}, in whichever tab, sees it. */
final class ReadsSeeWrites implements Checker {
    private static final String PROMISE = "a read sees what was acknowledged";

    private final Ledger ledger;
    /** For each table the acknowledged rows, in the order of their acknowledgement. */
    private final Map<String, List<String>> acknowledged = new LinkedHashMap<>();
    /** For each read that has not ended, how many rows of its table were acknowledged when it began. */
    private final Map<String, Integer> owed = new LinkedHashMap<>();

    ReadsSeeWrites(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void called(String tab, ClientNode.Call call) {
        if (call.isRead()) {
            owed.put(
                    key(tab, call.number()),
                    rows(((SimSql) call.statement()).table()).size());
        }
    }

    @Override
    public void ended(String tab, int number, Failure failure, Payload result, Commit commit, boolean isLate) {
        CallRecord call = ledger.get(tab, number);
        Integer owedRows = owed.remove(key(tab, number));
        if (failure != null || call.operation() != Operation.QUERY) {
            return;
        }
        List<String> rows = rows(call.statement().table());
        if (call.isInsert() && call.transaction() == 0 && call.isDurable()) {
            rows.add(call.statement().row());
        }
        if (owedRows != null) {
            List<String> seen = ((SimRows) result).rows();
            for (String row : rows.subList(0, owedRows)) {
                Violation.unless(seen.contains(row), PROMISE, call + " did not see " + row);
            }
        }
    }

    private List<String> rows(String table) {
        return acknowledged.computeIfAbsent(table, any -> new ArrayList<>());
    }

    private static String key(String tab, int number) {
        return tab + ' ' + number;
    }
}
