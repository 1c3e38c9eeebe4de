package org.tabularium.sim.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.node.ClientNode;
import org.tabularium.sim.tab.TabWatcher;

/** Every call there ever was, for the checkers to look up. */
final class Ledger implements TabWatcher {
    private final Map<String, Map<Integer, CallRecord>> calls = new LinkedHashMap<>();

    @Override
    public void called(String tab, ClientNode.Call call) {
        calls.computeIfAbsent(tab, any -> new LinkedHashMap<>()).put(call.number(), new CallRecord(tab, call));
    }

    @Override
    public void ended(String tab, int number, Failure failure, Payload result, Commit commit, boolean isLate) {
        get(tab, number).ended(failure, result);
    }

    CallRecord get(String tab, int number) {
        return calls.get(tab).get(number);
    }

    /** All calls, by tab, in the order they were made. */
    List<CallRecord> all() {
        List<CallRecord> all = new ArrayList<>();
        calls.values().forEach(each -> all.addAll(each.values()));
        return all;
    }
}
