package org.tabularium.sim.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tabularium.node.ClientInput;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.tab.TabWatcher;

/** The last call of each tab that did a certain thing. */
public final class LastCalls implements TabWatcher {
    private final Map<String, Map<String, Integer>> numbers = new LinkedHashMap<>();

    @Override
    public void called(String tab, ClientInput.Call call) {
        numbers.computeIfAbsent(tab, any -> new LinkedHashMap<>()).put(what(call), call.number());
    }

    /** The number of the call, or null. */
    Integer last(String tab, String what) {
        return numbers.getOrDefault(tab, Map.of()).get(what);
    }

    /** The statement, or the operation of a call that has none. */
    public static String what(ClientInput.Call call) {
        return call.statement() instanceof SimSql sql
                ? sql.text()
                : call.operation().toString();
    }
}
