package org.tabularium.sim.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.tabularium.sim.check.Checkers;
import org.tabularium.sim.check.Ending;
import org.tabularium.sim.store.EngineKind;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.store.SimStore;
import org.tabularium.sim.tab.SimOrigin;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Fault;
import org.tabularium.sim.world.Faults;
import org.tabularium.sim.world.SimWorld;
import org.tabularium.sim.world.Transcript;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;

/** The tabs of one origin, which do what they are told line by line; docs/testing.md lists the verbs. */
public final class Stage {
    /** How long a call may take where its line does not say. */
    private static final int DEADLINE_MS = 600_000;

    private static final int QUIET_MS = 10_000;
    private static final int LONGEST_RUN_MS = 60_000;
    private static final int PEACE_MS = 60_000;
    private static final int MOST_PEACES = 10;
    private static final int CLOSING_MS = 60_000;
    private static final int MOST_EVENTS = 1_000_000;

    private final SimWorld world;
    private final SimOrigin origin;
    private final Faults weather;
    private final boolean isForgiving;
    private final Checkers checkers;
    private final Transactor transactor;
    private final LastCalls calls = new LastCalls();
    private final Map<String, SimTab> tabs = new LinkedHashMap<>();
    /** The last transaction each tab began. */
    private final Map<String, Integer> transactions = new LinkedHashMap<>();

    /**
     * An empty stage.
     *
     * @param isForgiving whether a line that cannot be obeyed, because its tab is not there or not able to, is passed
     *     over; it is an error otherwise
     */
    public Stage(
            SimWorld world,
            EngineKind engine,
            SimStore.Kind store,
            Delays delays,
            Faults faults,
            Transcript transcript,
            boolean isForgiving) {
        this.world = world;
        this.weather = faults;
        this.isForgiving = isForgiving;
        SimStore shared = new SimStore(engine, store, world.process("disk"));
        this.origin = new SimOrigin(world, shared, delays, faults, transcript);
        this.checkers = new Checkers(origin);
        this.transactor = new Transactor(this::tab);
        origin.addWatcher(transactor);
        origin.addWatcher(calls);
    }

    /** What the tabs share. */
    public SimOrigin origin() {
        return origin;
    }

    /** Every tab there ever was. */
    public Iterable<SimTab> tabs() {
        return tabs.values();
    }

    /** The tab of this name, or null. */
    public SimTab tab(String name) {
        return tabs.get(name);
    }

    /** The tabs that are neither closed nor crashed. */
    public List<SimTab> living() {
        List<SimTab> living = new ArrayList<>(tabs.values());
        living.removeIf(tab -> !tab.isAlive());
        return living;
    }

    /** The tabs that an application runs in and may call. */
    public List<SimTab> usable() {
        List<SimTab> usable = new ArrayList<>(tabs.values());
        usable.removeIf(tab -> !tab.isUsable());
        return usable;
    }

    /** Lets everything happen that happens up to and including {@code atMs}. */
    public void runUntil(int atMs) {
        runUntil(() -> atMs);
    }

    /** The same, where what happens may change until when. */
    public void runUntil(IntSupplier atMs) {
        int most = world.happened() + MOST_EVENTS;
        while (world.nextAtMs() <= atMs.getAsInt()) {
            world.step();
            Violation.unless(world.happened() < most, "everything comes to rest", "too many events");
        }
        world.runUntil(atMs.getAsInt());
    }

    /** Lets time pass until nothing has happened for a while; who waits for a leader in vain never comes to rest. */
    public void runUntilQuiet() {
        int untilMs = world.nowMs() + LONGEST_RUN_MS;
        while (world.nextAtMs() <= Math.min(world.nowMs() + QUIET_MS, untilMs)) {
            world.step();
        }
    }

    /** Obeys a line. */
    public void obey(String text) {
        obey(new Line(text));
    }

    /** Obeys what is left of a line. */
    public void obey(Line line) {
        String verb = line.next();
        switch (verb) {
            case "open" -> open(line);
            case "run" -> run(line);
            case "judge" -> judge(false);
            case "peace" -> makePeace();
            case "end" -> end();
            case "power" -> cutPower(line);
            case "broker" -> {
                line.next();
                origin.brokers().die();
            }
            case "engine" -> engine(line);
            case "flush" -> flush(line);
            case "disk" -> disk(line);
            default -> obeyIn(line, verb);
        }
    }

    private void obeyIn(Line line, String verb) {
        SimTab tab = tab(line.next());
        if (tab == null && !isForgiving) {
            throw line.unknown("tab");
        }
        if (tab != null && (!isForgiving || isAble(tab, verb))) {
            obeyIn(tab, line, verb);
        }
    }

    private void obeyIn(SimTab tab, Line line, String verb) {
        switch (verb) {
            case "call" -> call(tab, Operation.QUERY, line);
            case "script" -> call(tab, Operation.SCRIPT, line);
            case "begin" ->
                transactions.put(tab.name(), tab.call(Operation.BEGIN, null, 0, Durability.MEMORY, DEADLINE_MS));
            case "tx" -> inTransaction(tab, Operation.QUERY, new SimSql(line.rest()));
            case "commit" -> inTransaction(tab, Operation.COMMIT, null);
            case "rollback" -> inTransaction(tab, Operation.ROLLBACK, null);
            case "transact" -> transactor.begin(tab, line);
            case "sync" -> tab.sync(line.takes("within") ? line.nextInt() : DEADLINE_MS);
            case "abort" -> abort(tab, line.rest());
            case "live" -> tab.subscribe(new SimSql(line.rest()));
            case "unlive", "refresh" -> ofSubscription(tab, verb, line.nextInt());
            case "resign" -> tab.resign();
            case "close" -> tab.close();
            case "crash" -> tab.crash();
            case "kill" -> tab.killWorker();
            case "hide" -> tab.hide();
            case "show" -> tab.show();
            case "freeze" -> tab.freeze();
            case "thaw" -> tab.thaw();
            case "leap" -> tab.leap(line.nextInt());
            case "cover" -> tab.cover();
            case "limit" -> tab.limit();
            default -> throw line.unknown("verb");
        }
    }

    private static boolean isAble(SimTab tab, String verb) {
        return switch (verb) {
            case "show" -> tab.isAway();
            case "thaw" -> tab.isFrozen();
            case "crash" -> tab.isAlive();
            default -> tab.isUsable();
        };
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
            runUntil(world.nowMs() + line.nextInt());
        } else {
            runUntilQuiet();
        }
    }

    private void engine(Line line) {
        switch (line.next()) {
            case "takes" -> {
                Delays now = origin.delays();
                origin.setDelays(
                        new Delays(now.messageMs(), now.lockMs(), now.openMs(), line.nextInt(), now.flushMs()));
            }
            case "dies" -> set(line.takes("between") ? Fault.JOURNAL_DEATH : Fault.ENGINE_DEATH, 100);
            case "fails" -> set(Fault.OPEN_FAILURE, 100);
            case "full" -> set(Fault.STATEMENT_FULL, 100);
            case "heals" -> origin.setFaults(Faults.NONE);
            default -> throw line.unknown("fault");
        }
    }

    private void flush(Line line) {
        switch (line.next()) {
            case "dies" -> set(Fault.FLUSH_DEATH, 100);
            case "fails" -> set(Fault.FLUSH_FAILURE, 100);
            case "tears" -> set(Fault.TORN_FLUSH, 100);
            case "heals" -> origin.setFaults(Faults.NONE);
            default -> throw line.unknown("fault");
        }
    }

    private void disk(Line line) {
        switch (line.next()) {
            case "full" -> origin.store().setFull(true);
            case "freed" -> origin.store().setFull(false);
            case "busy" -> origin.store().held().setLonger(line.nextInt());
            case "spills" -> origin.store().setSpilling(true);
            default -> throw line.unknown("fault");
        }
    }

    private void set(Fault fault, int percent) {
        origin.setFaults(origin.faults().with(fault, percent));
    }

    private void cutPower(Line line) {
        if (!line.takes("cut")) {
            throw line.unknown("fault");
        }
        living().forEach(SimTab::crash);
        origin.brokers().die();
        origin.cutPower(line.takes("worst"));
    }

    private void call(SimTab tab, Operation operation, Line line) {
        Durability durability = line.takes("memory") ? Durability.MEMORY : Durability.DISK;
        int deadlineMs = line.takes("within") ? line.nextInt() : DEADLINE_MS;
        tab.call(operation, new SimSql(line.rest()), 0, durability, deadlineMs);
    }

    /** By the call's number or, since numbers change when calls are left out of a script, by what it does. */
    private void abort(SimTab tab, String which) {
        boolean isNumber = Character.isDigit(which.charAt(0));
        Integer number = isNumber ? Integer.valueOf(which) : calls.last(tab.name(), which);
        if (number != null) {
            tab.abort(number);
        }
    }

    private void ofSubscription(SimTab tab, String verb, int subscription) {
        if (isForgiving && !tab.hasSubscription(subscription)) {
            return;
        }
        if (verb.equals("unlive")) {
            tab.unsubscribe(subscription);
        } else {
            tab.refresh(subscription);
        }
    }

    private void inTransaction(SimTab tab, Operation operation, SimSql statement) {
        Integer transaction = transactions.get(tab.name());
        if (transaction != null || !isForgiving) {
            tab.call(operation, statement, transaction, Durability.DISK, DEADLINE_MS);
        }
    }

    /** Nothing goes wrong from now on, nobody is away but who is frozen, and at least one tab is open. */
    private void makePeace() {
        origin.setFaults(Faults.NONE);
        origin.store().setFull(false);
        origin.store().held().setLonger(0);
        for (SimTab tab : living()) {
            if (tab.isAway() && !tab.isFrozen()) {
                tab.show();
            }
        }
        if (tabs.values().stream().noneMatch(SimTab::isOpen)) {
            obey("open last");
        }
    }

    private void judge(boolean wasOrderly) {
        checkers.atEnd(
                new Ending(living(), origin.store().shown(), origin.store().journalRows(), wasOrderly));
        origin.transcript().raw("every promise was kept");
    }

    /** Who is frozen holds up nobody else. */
    private void checkOthersGoOn() {
        if (living().stream().noneMatch(SimTab::isFrozen)) {
            return;
        }
        usable().forEach(tab -> obey("call " + tab.name() + " read red"));
        runUntilServed();
        for (SimTab tab : usable()) {
            int open = tab.node().openCalls();
            Violation.unless(open == 0, "a frozen tab holds up no other", tab.name(), " has ", open, " open calls");
        }
    }

    /** For a time, and longer where much is left to be done. */
    private void runUntilServed() {
        for (int i = 0; i < MOST_PEACES; i++) {
            runUntil(world.nowMs() + PEACE_MS);
            if (usable().stream().allMatch(tab -> tab.node().openCalls() == 0)) {
                return;
            }
        }
    }

    private void thawAll() {
        for (SimTab tab : living()) {
            if (tab.isFrozen()) {
                tab.thaw();
                if (tab.isAway()) {
                    tab.show();
                }
            }
        }
    }

    /**
     * Makes peace, twice long enough for every pause the core makes, first with the frozen tabs as they are, and
     * judges; then closes all tabs, and what the store kept must be what the database showed.
     */
    private void end() {
        makePeace();
        checkOthersGoOn();
        thawAll();
        runUntilServed();
        judge(weather.areOrderly());
        String shown = origin.store().shown().toString();
        living().forEach(SimTab::close);
        runUntil(world.nowMs() + CLOSING_MS);
        int left = living().size();
        Violation.unless(left == 0, "every tab can be closed", left, " tabs do not close");
        String kept = origin.store().kept().toString();
        Violation.unless(kept.equals(shown), "what is closed in good order is kept", shown, " was kept as ", kept);
    }
}
