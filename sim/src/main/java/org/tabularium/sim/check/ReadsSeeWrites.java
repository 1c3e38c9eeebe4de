package org.tabularium.sim.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.node.ClientInput;
import org.tabularium.sim.store.SimRows;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/** A read that is asked for after a write was acknowledged, in whichever tab, sees it. */
final class ReadsSeeWrites implements Checker {
    private static final String PROMISE = "a read sees what was acknowledged";

    /** A row that was acknowledged. */
    private record Row(String name, boolean isOnDisk) {}

    private final Ledger ledger;
    /** For each table the acknowledged rows, in the order of their acknowledgement. */
    private final Map<String, List<Row>> acknowledged = new LinkedHashMap<>();
    /** For each read that has not ended, how many rows of its table were acknowledged when it began. */
    private final Map<CallRecord, Integer> owed = new LinkedHashMap<>();

    ReadsSeeWrites(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void called(String tab, ClientInput.Call call) {
        if (call.operation() == Operation.QUERY && ((SimSql) call.statement()).isRead()) {
            owed.put(
                    ledger.get(tab, call.number()),
                    rows(((SimSql) call.statement()).table()).size());
        }
    }

    @Override
    public void ended(String tab, ToClient.Reply end, boolean isLate) {
        CallRecord call = ledger.get(tab, end.number());
        Integer owedRows = owed.remove(call);
        if (end.failure() != null || call.operation() != Operation.QUERY) {
            return;
        }
        List<Row> rows = rows(call.statement().table());
        if (call.statement().isInsert() && call.transaction() == 0) {
            rows.add(new Row(call.statement().row(), end.level() == Durability.DISK));
        }
        if (owedRows != null) {
            List<String> seen = ((SimRows) end.result()).rows();
            for (Row row : rows.subList(0, owedRows)) {
                boolean isSeen = Collections.binarySearch(seen, row.name) >= 0;
                Violation.unless(isSeen, PROMISE, call, " did not see ", row.name);
            }
        }
    }

    @Override
    public void powerCut() {
        owed.clear();
        acknowledged.values().forEach(rows -> rows.removeIf(row -> !row.isOnDisk));
    }

    private List<Row> rows(String table) {
        return acknowledged.computeIfAbsent(table, any -> new ArrayList<>());
    }
}
