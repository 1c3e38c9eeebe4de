package org.tabularium.sim.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.node.ClientInput;
import org.tabularium.sim.tab.TabWatcher;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/** Every call there ever was, for the checkers to look up. */
final class Ledger implements TabWatcher {
    private final Map<String, Map<Integer, CallRecord>> calls = new LinkedHashMap<>();

    @Override
    public void called(String tab, ClientInput.Call call) {
        calls.computeIfAbsent(tab, any -> new LinkedHashMap<>()).put(call.number(), new CallRecord(tab, call));
    }

    @Override
    public void ended(String tab, ToClient.Reply end, boolean isLate) {
        CallRecord call = get(tab, end.number());
        call.ended(end);
        if (call.operation() == Operation.SYNC && end.failure() == null) {
            synced(tab, call.awaited());
        }
    }

    /** What a tab was told of up to this commit is on the disk. */
    private void synced(String tab, Commit commit) {
        for (CallRecord call : calls.get(tab).values()) {
            boolean isDone = call.fate() == CallRecord.Fate.DONE;
            if (isDone && !call.end().commit().isAfter(commit)) {
                call.synced();
            }
        }
    }

    @Override
    public void powerCut() {
        all().forEach(CallRecord::powerCut);
    }

    CallRecord get(String tab, int number) {
        return calls.get(tab).get(number);
    }

    /** The calls of a tab, in the order they were made. */
    Iterable<CallRecord> of(String tab) {
        return calls.getOrDefault(tab, Map.of()).values();
    }

    /** All calls, by tab, in the order they were made. */
    List<CallRecord> all() {
        List<CallRecord> all = new ArrayList<>();
        calls.values().forEach(each -> all.addAll(each.values()));
        return all;
    }
}
