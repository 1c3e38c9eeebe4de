package org.tabularium.sim.check;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.node.ClientNode;
import org.tabularium.sim.store.SimSql;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;

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
    private final ClientNode.Call call;
    /** One end; after a pending one, one more. Null is success. */
    private final List<Failure> ends = new ArrayList<>();

    private Payload result;

    CallRecord(String tab, ClientNode.Call call) {
        this.tab = tab;
        this.call = call;
    }

    void ended(Failure failure, Payload told) {
        ends.add(failure);
        result = told;
    }

    int endCount() {
        return ends.size();
    }

    boolean isSettled() {
        return !ends.isEmpty() && !isPending();
    }

    boolean isPending() {
        Failure last = ends.isEmpty() ? null : ends.get(ends.size() - 1);
        return last != null && last.outcome() == Outcome.PENDING;
    }

    boolean endedWith(ErrorCode code) {
        return ends.stream().anyMatch(end -> end != null && end.code() == code);
    }

    Fate fate() {
        if (ends.isEmpty()) {
            return Fate.UNKNOWN;
        }
        Failure last = ends.get(ends.size() - 1);
        if (last == null) {
            return Fate.DONE;
        }
        return switch (last.outcome()) {
            case NOT_RUN, ROLLED_BACK -> Fate.UNDONE;
            case UNKNOWN, PENDING -> Fate.UNKNOWN;
        };
    }

    String tab() {
        return tab;
    }

    int transaction() {
        return call.transaction();
    }

    Operation operation() {
        return call.operation();
    }

    boolean isDurable() {
        return call.durability() == Durability.DISK;
    }

    SimSql statement() {
        return (SimSql) call.statement();
    }

    boolean isInsert() {
        return call.operation() == Operation.QUERY && statement().verb().equals("insert");
    }

    Payload result() {
        return result;
    }

    @Override
    public String toString() {
        String what = call.statement() == null
                ? call.operation().toString()
                : statement().text();
        return "call " + call.number() + " of " + tab + " (" + what + ')';
    }
}
