package org.tabularium.sim.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.base.Prng;
import org.tabularium.node.ClientInput;
import org.tabularium.sim.stage.LastCalls;
import org.tabularium.sim.store.EngineKind;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.tab.TabWatcher;
import org.tabularium.wire.ToClient;

/** An application in a tab, which does by chance whatever an application may. */
final class App implements TabWatcher {
    private static final int MOST_SUBSCRIPTIONS = 3;
    private static final String[] TABLES = {"red", "green", "blue"};

    private final Simulation simulation;
    private final SimTab tab;
    private final Habits habits;
    private final Prng prng;
    /** What each open call does, by its number. */
    private final Map<Integer, String> open = new LinkedHashMap<>();

    private final List<Integer> subscriptions = new ArrayList<>();
    private int lastSubscription;
    private int lastRow;

    App(Simulation simulation, SimTab tab, Habits habits, Prng prng) {
        this.simulation = simulation;
        this.tab = tab;
        this.habits = habits;
        this.prng = prng;
    }

    /** Does one thing. */
    void act() {
        if (!tab.isUsable()) {
            return;
        }
        switch (habits.next(prng)) {
            case INSERT -> tell("call", level() + deadline() + insert("insert"));
            case SNEAK -> tell("call", level() + deadline() + insert("sneak"));
            case ODD -> tell("call", level() + deadline() + insert("odd"));
            case SYNC -> tell("sync", deadline());
            case READ -> tell("call", deadline() + "read " + table());
            case TRANSACT -> transact();
            case SCRIPT -> script();
            case MISTAKE -> {
                if (isSqlite() && prng.chance(50)) {
                    tell("call", level() + deadline() + insert("partly"));
                    return;
                }
                String text = prng.chance(30) ? "begin" : prng.chance(50) ? "fail" : "alter " + table();
                tell("call", deadline() + text);
            }
            case SUBSCRIBE -> subscribe();
            case UNSUBSCRIBE -> {
                if (!subscriptions.isEmpty()) {
                    tell("unlive", String.valueOf(subscriptions.remove(prng.below(subscriptions.size()))));
                }
            }
            case REFRESH -> {
                if (!subscriptions.isEmpty()) {
                    tell("refresh", String.valueOf(subscriptions.get(prng.below(subscriptions.size()))));
                }
            }
            case ABORT -> {
                if (!open.isEmpty()) {
                    tell("abort", new ArrayList<>(open.values()).get(prng.below(open.size())));
                }
            }
        }
    }

    /** Asks for every table, as an application does that has been stopped and does not know it. */
    void look() {
        for (String table : TABLES) {
            if (tab.isUsable()) {
                tell("call", "read " + table);
            }
        }
    }

    @Override
    public void called(String name, ClientInput.Call call) {
        if (name.equals(tab.name())) {
            open.put(call.number(), LastCalls.what(call));
        }
    }

    @Override
    public void ended(String name, ToClient.Reply end, boolean isLate) {
        if (name.equals(tab.name())) {
            open.remove(end.number());
        }
    }

    private void tell(String verb, String what) {
        simulation.obey((verb + ' ' + tab.name() + ' ' + what).trim());
    }

    private void subscribe() {
        if (subscriptions.size() < MOST_SUBSCRIPTIONS) {
            lastSubscription++;
            subscriptions.add(lastSubscription);
            tell("live", "read " + table());
        }
    }

    /** In one part or in several, and perhaps not to its end. */
    private void script() {
        StringBuilder text = new StringBuilder(insert("insert"));
        for (int more = prng.below(3); more > 0; more--) {
            text.append(prng.chance(50) ? "; commit; " : "; ").append(insert("insert"));
        }
        tell("script", level() + deadline() + text + "; " + scriptEnd());
    }

    private String scriptEnd() {
        boolean isLeftOpen = isSqlite() && prng.chance(20);
        return isLeftOpen ? "commit; begin; " + insert("insert") : prng.chance(30) ? "fail" : "read red";
    }

    private void transact() {
        int dice = prng.below(100);
        String plan = dice < 75 ? "commit " : dice < 90 ? "rollback " : "forget ";
        StringBuilder rows = new StringBuilder(insert("insert"));
        for (int more = prng.below(4); more > 0; more--) {
            rows.append("; ").append(insert("insert"));
        }
        if (isSqlite() && prng.chance(30)) {
            insist(rows);
            return;
        }
        tell("transact", plan + level() + deadline() + rows);
    }

    /** Goes on after what fails in a transaction, which SQLite leaves open, or has ended. */
    private void insist(StringBuilder statements) {
        int dice = prng.below(100);
        String mishap = dice < 40 ? insert("partly") : dice < 70 ? "undo" : "fail";
        tell("transact", "insist " + level() + statements + "; " + mishap + "; " + insert("insert"));
    }

    private boolean isSqlite() {
        return simulation.engine() == EngineKind.SQLITE;
    }

    /** A row nobody else adds. */
    private String insert(String verb) {
        lastRow++;
        return verb + ' ' + table() + ' ' + tab.name() + '-' + lastRow;
    }

    private String table() {
        return TABLES[prng.below(TABLES.length)];
    }

    private String level() {
        return prng.chance(30) ? "memory " : "";
    }

    private String deadline() {
        return prng.chance(15) ? "within " + (1 + prng.below(200)) + ' ' : "";
    }
}
