package org.tabularium.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.sim.check.Checkers;
import org.tabularium.sim.check.Ending;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.tab.SimOrigin;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Faults;
import org.tabularium.sim.world.SimWorld;
import org.tabularium.sim.world.Transcript;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;

/**
 * Plays a script in a world where nothing is left to chance; docs/testing.md lists the verbs.
 *
 * <p>What happens at the same time happens in the order in which it was planned, so a script has exactly one
 * transcript.
 */
public final class Scenario {
    private static final int DEADLINE_MS = 60_000;
    private static final int QUIET_MS = 10_000;

    private final Transcript transcript = Transcript.kept();
    private final SimWorld world = SimWorld.steady();
    private final SimOrigin origin = new SimOrigin(world, Delays.SCENARIO, Faults.NONE, transcript);
    private final Checkers checkers = new Checkers(origin);
    private final Map<String, SimTab> tabs = new LinkedHashMap<>();
    /** The last transaction each tab began. */
    private final Map<String, Integer> transactions = new LinkedHashMap<>();

    private Scenario() {}

    /** The transcript of a script; throws where a promise is broken. */
    public static String play(String script) {
        Scenario scenario = new Scenario();
        for (String line : lines(script)) {
            if (!line.isEmpty() && line.charAt(0) != '#') {
                scenario.play(new Line(line), line);
            }
        }
        return scenario.transcript.toString();
    }

    private void play(Line line, String text) {
        transcript.raw("> " + text);
        if (line.takes("given")) {
            transcript.mute();
            obey(line);
            runUntilQuiet();
            transcript.unmute();
        } else {
            obey(line);
        }
    }

    private void obey(Line line) {
        String verb = line.next();
        switch (verb) {
            case "open" -> open(line);
            case "run" -> run(line);
            case "judge" -> judge();
            case "broker" -> {
                line.next();
                origin.brokers().die();
            }
            case "engine" -> engine(line);
            case "flush" -> flush(line);
            default -> obeyIn(tab(line), verb, line);
        }
    }

    private void obeyIn(SimTab tab, String verb, Line line) {
        switch (verb) {
            case "call" -> call(tab, Operation.QUERY, line);
            case "script" -> call(tab, Operation.SCRIPT, line);
            case "begin" ->
                transactions.put(tab.name(), tab.call(Operation.BEGIN, null, 0, Durability.MEMORY, DEADLINE_MS));
            case "tx" -> inTransaction(tab, Operation.QUERY, new SimSql(line.rest()));
            case "commit" -> inTransaction(tab, Operation.COMMIT, null);
            case "rollback" -> inTransaction(tab, Operation.ROLLBACK, null);
            case "abort" -> tab.abort(line.nextInt());
            case "live" -> tab.subscribe(new SimSql(line.rest()));
            case "unlive" -> tab.unsubscribe(line.nextInt());
            case "refresh" -> tab.refresh(line.nextInt());
            case "resign" -> tab.resign();
            case "close" -> tab.close();
            case "crash" -> tab.crash();
            case "kill" -> tab.killWorker();
            case "hide" -> tab.hide();
            case "show" -> tab.show();
            default -> throw line.unknown("verb");
        }
    }

    private void open(Line line) {
        String name = line.next();
        Protocol protocol = Protocol.BUILD;
        String app = null;
        String id = null;
        while (line.hasNext()) {
            switch (line.next()) {
                case "protocol" -> protocol = new Protocol(line.nextInt(), line.nextInt());
                case "app" -> app = line.next();
                case "id" -> id = line.next();
                default -> throw line.unknown("option");
            }
        }
        tabs.put(name, new SimTab(origin, name, id, app, protocol));
    }

    /** For a time, or until nothing has happened for a while. */
    private void run(Line line) {
        if (line.hasNext()) {
            world.runUntil(world.nowMs() + line.nextInt());
            return;
        }
        runUntilQuiet();
    }

    private void runUntilQuiet() {
        while (world.nextAtMs() - world.nowMs() <= QUIET_MS) {
            world.step();
        }
    }

    private void engine(Line line) {
        switch (line.next()) {
            case "takes" -> {
                Delays now = origin.delays();
                origin.setDelays(
                        new Delays(now.messageMs(), now.lockMs(), now.openMs(), line.nextInt(), now.flushMs()));
            }
            case "dies" -> origin.setFaults(Faults.NONE.withEngine(0, 100, 0));
            case "fails" -> origin.setFaults(Faults.NONE.withEngine(100, 0, 0));
            case "heals" -> origin.setFaults(Faults.NONE);
            default -> throw line.unknown("fault");
        }
    }

    private void flush(Line line) {
        switch (line.next()) {
            case "fails" -> origin.setFaults(Faults.NONE.withEngine(0, 0, 100));
            case "heals" -> origin.setFaults(Faults.NONE);
            default -> throw line.unknown("fault");
        }
    }

    private void call(SimTab tab, Operation operation, Line line) {
        Durability durability = line.takes("memory") ? Durability.MEMORY : Durability.DISK;
        int deadlineMs = line.takes("within") ? line.nextInt() : DEADLINE_MS;
        tab.call(operation, new SimSql(line.rest()), 0, durability, deadlineMs);
    }

    private void inTransaction(SimTab tab, Operation operation, SimSql statement) {
        tab.call(operation, statement, transactions.get(tab.name()), Durability.DISK, DEADLINE_MS);
    }

    private void judge() {
        List<SimTab> living = new ArrayList<>(tabs.values());
        living.removeIf(tab -> !tab.isAlive());
        checkers.atEnd(new Ending(living, origin.store().shown(), false));
        transcript.raw("every promise was kept");
    }

    private SimTab tab(Line line) {
        SimTab tab = tabs.get(line.next());
        if (tab == null) {
            throw line.unknown("tab");
        }
        return tab;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
            lines.add(text.substring(from, to).trim());
            from = to + 1;
        }
        lines.add(text.substring(from).trim());
        return lines;
    }
}
