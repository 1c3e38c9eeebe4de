package org.tabularium.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Prng;
import org.tabularium.sim.stage.Stage;
import org.tabularium.sim.store.EngineKind;
import org.tabularium.sim.store.SimRows;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.store.SimStore;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.tab.TabWatcher;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Faults;
import org.tabularium.sim.world.SimWorld;
import org.tabularium.sim.world.Transcript;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/**
 * The tabs of one web application in virtual time, for tests of code that uses the database from several tabs.
 *
 * <p>Nothing happens by itself: time passes in {@link #run} and {@link #runUntilQuiet}, and what befalls the tabs is
 * told line by line to {@link #play}. The same seed and the same calls give the same run.
 */
public final class VirtualTabs {
    private static final int DEADLINE_MS = 600_000;

    /**
     * What is known of the end of a query. It changes as time passes: a query may end as pending, and be told its
     * outcome later. That of a tab which has crashed never ends.
     */
    public static final class Answer {
        private ToClient.Reply end;

        private Answer() {}

        /** Whether it ended and nothing more will be told of it. */
        public boolean isSettled() {
            return end != null && (end.failure() == null || end.failure().outcome() != Outcome.PENDING);
        }

        /** Whether it ended well, so that a write is acknowledged. */
        public boolean isOk() {
            return end != null && end.failure() == null;
        }

        /** Why it did not end well, or null. */
        public Failure failure() {
            return end == null ? null : end.failure();
        }

        /** The rows of a query that ended well. */
        public List<String> rows() {
            if (!isOk()) {
                throw new IllegalStateException("the query has no result: " + (end == null ? "no end" : end.failure()));
            }
            return ((SimRows) end.result()).rows();
        }
    }

    private static final class Answers implements TabWatcher {
        private final Map<String, Map<Integer, Answer>> answers = new LinkedHashMap<>();

        Answer expect(String tab, int number) {
            Answer answer = new Answer();
            answers.computeIfAbsent(tab, any -> new LinkedHashMap<>()).put(number, answer);
            return answer;
        }

        @Override
        public void ended(String tab, ToClient.Reply end, boolean isLate) {
            Answer answer = answers.getOrDefault(tab, Map.of()).get(end.number());
            if (answer != null) {
                answer.end = end;
            }
        }
    }

    private final Transcript transcript = Transcript.kept();
    private final Answers answers = new Answers();
    private final Stage stage;

    private VirtualTabs(SimWorld world, EngineKind engine, SimStore.Kind store, Delays delays) {
        stage = new Stage(world, engine, store, delays, Faults.NONE, transcript, false);
        stage.origin().addWatcher(answers);
    }

    /** No tabs yet, in a world without chance: everything takes as long as in a scenario. */
    public static VirtualTabs steady() {
        return new VirtualTabs(SimWorld.steady(), EngineKind.PGLITE, SimStore.Kind.FENCE, Delays.SCENARIO);
    }

    /** No tabs yet, in a world where a seed decides how long everything takes, on which engine and kind of store. */
    public static VirtualTabs seeded(int seed) {
        Prng prng = new Prng(seed);
        Delays delays = Delays.drawn(prng);
        SimStore.Kind store = SimStore.Kind.values()[prng.below(SimStore.Kind.values().length)];
        return new VirtualTabs(SimWorld.random(seed), EngineKind.of(seed), store, delays);
    }

    /** Obeys one line of the language of scenarios, as {@code open a}, {@code crash a} or {@code power cut}. */
    public void play(String line) {
        transcript.raw("> " + line);
        stage.obey(line);
    }

    /** Runs a statement of the simulator's language in a tab; a write ends well once it is on the disk. */
    public Answer query(String tab, String statement) {
        SimTab asked = stage.tab(tab);
        Answer answer = answers.expect(tab, asked.nextCall());
        asked.call(Operation.QUERY, new SimSql(statement), 0, Durability.DISK, DEADLINE_MS);
        return answer;
    }

    /** The name of the tab that leads, if one does. */
    public Optional<String> leader() {
        return stage.living().stream()
                .filter(SimTab::isLeading)
                .map(SimTab::name)
                .findFirst();
    }

    /** Lets time pass. */
    public void run(int ms) {
        stage.runUntil(stage.origin().world().nowMs() + ms);
    }

    /** Lets time pass until nothing has happened for a while. */
    public void runUntilQuiet() {
        stage.runUntilQuiet();
    }

    /** Has all checkers of the simulator look as well; throws where the database broke a promise. */
    public void judge() {
        play("judge");
    }

    /** What has happened so far, to be read when a test fails. */
    public String transcript() {
        return transcript.toString();
    }
}
