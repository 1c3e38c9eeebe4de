package org.tabularium.sim.check;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.node.ClientInput;
import org.tabularium.sim.store.SimSql;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/** A call and what the application was told of it. */
final class CallRecord {
    /** What an application may conclude. */
    enum Fate {
        /** It took effect. */
        DONE,
        /** It had no effect and will have none. */
        UNDONE,
        /** Either. */
        UNKNOWN
    }

    private final String tab;
    private final ClientInput.Call call;
    /** One end; after a pending one, one more. Null is success. */
    private final List<Failure> ends = new ArrayList<>();

    private final List<List<SimSql>> added;

    private ToClient.Reply last;
    private boolean isSynced;
    private boolean mayBeLost;

    CallRecord(String tab, ClientInput.Call call) {
        this.tab = tab;
        this.call = call;
        this.added = added(call);
    }

    void ended(ToClient.Reply end) {
        ends.add(end.failure());
        last = end;
    }

    /** The power went: of what was not told to be on the disk, nothing is owed any more. */
    void powerCut() {
        mayBeLost |= !isSynced && (last == null || last.level() != Durability.DISK);
    }

    /** What was acknowledged is on the disk: another call has waited for that. */
    void synced() {
        isSynced = true;
    }

    /** Whether it has to be there, if it was acknowledged. */
    boolean isOwed() {
        return !mayBeLost;
    }

    int endCount() {
        return ends.size();
    }

    boolean isSettled() {
        return !ends.isEmpty() && !isPending();
    }

    boolean isPending() {
        Failure end = ends.isEmpty() ? null : ends.get(ends.size() - 1);
        return end != null && end.outcome() == Outcome.PENDING;
    }

    boolean endedWith(ErrorCode code) {
        return ends.stream().anyMatch(end -> end != null && end.code() == code);
    }

    Fate fate() {
        if (ends.isEmpty()) {
            return Fate.UNKNOWN;
        }
        Failure end = ends.get(ends.size() - 1);
        if (end == null) {
            return Fate.DONE;
        }
        return switch (end.outcome()) {
            case NOT_RUN, ROLLED_BACK -> Fate.UNDONE;
            case UNKNOWN, PENDING -> Fate.UNKNOWN;
        };
    }

    String tab() {
        return tab;
    }

    int number() {
        return call.number();
    }

    int transaction() {
        return call.transaction();
    }

    Operation operation() {
        return call.operation();
    }

    /** What a SYNC waits for. */
    Commit awaited() {
        return call.awaited();
    }

    Durability level() {
        return call.durability();
    }

    SimSql statement() {
        return (SimSql) call.statement();
    }

    /** The rows it adds, part by part: each part is there whole or not at all, and none without those before. */
    List<List<SimSql>> added() {
        return added;
    }

    private static List<List<SimSql>> added(ClientInput.Call call) {
        if (!(call.statement() instanceof SimSql sql)) {
            return List.of();
        } else if (call.operation() == Operation.QUERY) {
            return sql.isInsert() ? List.of(List.of(sql)) : List.of();
        }
        List<List<SimSql>> parts = new ArrayList<>();
        for (List<String> part : sql.parts()) {
            List<SimSql> rows = new ArrayList<>();
            for (String text : part) {
                SimSql statement = new SimSql(text);
                if (statement.isInsert()) {
                    rows.add(statement);
                }
            }
            parts.add(rows);
        }
        return parts;
    }

    /** The reply it ended with last. */
    ToClient.Reply end() {
        return last;
    }

    @Override
    public String toString() {
        String what = call.statement() == null
                ? call.operation().toString()
                : statement().text();
        return "call " + call.number() + " of " + tab + " (" + what + ')';
    }
}
