package org.tabularium.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;
import org.tabularium.base.Payload;
import org.tabularium.base.Prng;

/** Random writes, results, flushes and failovers; what is shown is held against a model after each input. */
class OverlayRandomTest {
    private static final int SEEDS = 1000;
    private static final int STEPS = 150;

    @Test
    void whatIsShownIsWhatTheModelSays() {
        int heldBack = 0;
        int refreshes = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            World world = new World(seed);
            world.run();
            heldBack += world.heldBack;
            refreshes += world.refreshes;
        }
        String looked = heldBack + " times held back, " + refreshes + " refreshes";
        assertTrue(heldBack > SEEDS && refreshes > SEEDS / 10, looked);
    }

    /** A result: the tab's own writes that it has. */
    private record Rows(Commit commit, Set<Integer> has) implements Payload {}

    private record Shown(Rows base, List<Layer> layers) {
        Set<Integer> visible() {
            Set<Integer> visible = new LinkedHashSet<>(base.has);
            layers.forEach(layer -> visible.add(layer.write()));
            return visible;
        }
    }

    private record Number(int number) implements Payload {}

    private static boolean concerns(int write, int query) {
        return (write + query) % 4 != 0;
    }

    private static final class ModelWrite {
        final int number;
        final Commit before;
        final boolean isRepeatable;
        Commit confirmed;

        ModelWrite(int number, Commit before, boolean isRepeatable) {
            this.number = number;
            this.before = before;
            this.isRepeatable = isRepeatable;
        }

        boolean isInSurely(Commit commit) {
            return confirmed != null && commit.compareTo(confirmed) >= 0;
        }

        boolean isOutSurely(Commit commit) {
            return commit.compareTo(before) <= 0;
        }
    }

    private static final class ModelQuery {
        Rows base;
        Rows last;
        final List<ModelWrite> laid = new ArrayList<>();
        final List<ModelWrite> passed = new ArrayList<>();

        /** The last result takes the place of the base when nothing is unknown of it. */
        void settle() {
            boolean isKnown = laid.stream()
                    .allMatch(write ->
                            write.isRepeatable || write.isInSurely(last.commit) || write.isOutSurely(last.commit));
            isKnown &= passed.stream().allMatch(write -> write.confirmed == null || write.isInSurely(last.commit));
            if (base == null || isKnown) {
                base = last;
            }
            passed.removeIf(write -> write.isInSurely(base.commit));
            laid.removeIf(write -> write.isInSurely(base.commit));
        }
    }

    private static final class World implements Overlay.Effects {
        private final String name;
        private final Prng chance;
        private final Overlay overlay = new Overlay();
        private final Map<Integer, Shown> shown = new TreeMap<>();
        private final Map<Integer, ModelQuery> queries = new TreeMap<>();
        private final Map<Integer, ModelWrite> pending = new LinkedHashMap<>();
        private final Set<Integer> confirmed = new LinkedHashSet<>();
        private final Set<Integer> repeatable = new LinkedHashSet<>();
        private final Deque<Overlay.Input> underWay = new ArrayDeque<>();
        /** Writes that the leader has not run, and those that it has run and not flushed, with their commits. */
        private final Deque<Integer> waiting = new ArrayDeque<>();

        private final Map<Integer, Commit> unflushed = new LinkedHashMap<>();
        private final Set<Integer> stored = new LinkedHashSet<>();
        private Commit commit = new Commit(1, 0);
        private Commit seen = new Commit(1, 0);
        private int lastWrite;
        private int lastQuery;
        private double nowMs;
        int heldBack;
        int refreshes;

        World(int seed) {
            name = "seed " + seed;
            chance = new Prng(seed);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                act(chance.below(100));
            }
            endInPeace();
        }

        private void act(int die) {
            if (die < 15) {
                begin();
            } else if (die < 30) {
                runOldest();
            } else if (die < 40) {
                commit = commit.next();
                tellResults();
            } else if (die < 50) {
                flush();
            } else if (die < 80) {
                deliver();
            } else if (die < 87 && queries.size() < 4) {
                open();
            } else if (die < 89 && !queries.isEmpty()) {
                close();
            } else if (die < 92) {
                failOver();
            } else if (die < 93) {
                clear();
            } else {
                nowMs += chance.below(150);
                give(new Overlay.Tick());
            }
        }

        private void begin() {
            lastWrite++;
            ModelWrite write = new ModelWrite(lastWrite, seen, chance.chance(25));
            pending.put(lastWrite, write);
            if (write.isRepeatable) {
                repeatable.add(lastWrite);
            }
            waiting.add(lastWrite);
            for (Map.Entry<Integer, ModelQuery> each : queries.entrySet()) {
                if (each.getValue().base != null && concerns(lastWrite, each.getKey())) {
                    each.getValue().laid.add(write);
                }
            }
            int number = lastWrite;
            Patch patch = query -> concerns(number, ((Number) query).number());
            give(new Overlay.Began(number, patch, seen, write.isRepeatable));
        }

        private void runOldest() {
            Integer write = waiting.poll();
            if (write == null) {
                return;
            }
            if (chance.chance(25)) {
                underWay.add(new Overlay.Failed(write));
                return;
            }
            commit = commit.next();
            stored.add(write);
            unflushed.put(write, commit);
            tellResults();
        }

        /** Results change only by what concerns them, and some are overtaken before they are told. */
        private void tellResults() {
            for (int query : queries.keySet()) {
                if (chance.chance(60)) {
                    tellResult(query);
                }
            }
        }

        private void tellResult(int query) {
            Set<Integer> has = new LinkedHashSet<>(stored);
            has.removeIf(write -> !concerns(write, query));
            underWay.add(new Overlay.GotResult(query, new Rows(commit, has), commit));
        }

        private void flush() {
            unflushed.forEach((write, at) -> underWay.add(new Overlay.Confirmed(write, at)));
            unflushed.clear();
        }

        private void failOver() {
            List<Overlay.Input> late = new ArrayList<>();
            underWay.removeIf(each -> each instanceof Overlay.GotResult && chance.chance(50) && late.add(each));
            commit = new Commit(commit.term() + 1, 0);
            boolean isLost = chance.chance(50);
            List<Integer> again = new ArrayList<>();
            for (int write : new ArrayList<>(unflushed.keySet())) {
                isLost |= chance.chance(30);
                if (isLost) {
                    stored.remove(write);
                    unflushed.remove(write);
                    again.add(write);
                } else {
                    // From the journal it is answered later, at a commit that can be later than its own.
                    unflushed.put(write, new Commit(commit.term(), chance.below(3)));
                }
            }
            for (int i = again.size() - 1; i >= 0; i--) {
                waiting.addFirst(again.get(i));
            }
            for (Commit at : unflushed.values()) {
                while (at.isAfter(commit)) {
                    commit = commit.next();
                }
            }
            queries.keySet().forEach(this::tellResult);
            late.removeIf(each -> chance.chance(70));
            underWay.addAll(late);
        }

        private void open() {
            lastQuery++;
            queries.put(lastQuery, new ModelQuery());
            give(new Overlay.Opened(lastQuery, new Number(lastQuery)));
            tellResult(lastQuery);
        }

        private void close() {
            int query = queries.keySet().iterator().next();
            queries.remove(query);
            shown.remove(query);
            give(new Overlay.Closed(query));
        }

        private void clear() {
            for (ModelQuery query : queries.values()) {
                query.laid.removeIf(write -> write.confirmed == null);
                query.passed.removeIf(write -> write.confirmed == null);
            }
            pending.clear();
            give(new Overlay.Cleared());
        }

        private void deliver() {
            Overlay.Input input = underWay.poll();
            if (input instanceof Overlay.GotResult result) {
                deliverResult(result);
            } else if (input instanceof Overlay.Confirmed confirmed) {
                see(confirmed.commit());
                this.confirmed.add(confirmed.write());
                ModelWrite write = pending.remove(confirmed.write());
                if (write != null) {
                    write.confirmed = confirmed.commit();
                }
                give(input);
                giveAgain(input);
            } else if (input instanceof Overlay.Failed failed) {
                ModelWrite write = pending.remove(failed.write());
                queries.values().forEach(query -> query.laid.remove(write));
                queries.values().forEach(query -> query.passed.remove(write));
                give(input);
                giveAgain(input);
            }
        }

        private void deliverResult(Overlay.GotResult result) {
            see(result.commit());
            ModelQuery query = queries.get(result.query());
            if (query != null && (query.last == null || query.last.commit.compareTo(result.commit()) <= 0)) {
                boolean isFirst = query.last == null;
                query.last = (Rows) result.result();
                if (isFirst) {
                    for (ModelWrite write : laidSomewhere()) {
                        if (concerns(write.number, result.query()) && !write.isInSurely(result.commit())) {
                            boolean isLaid = write.isRepeatable || write.isOutSurely(result.commit());
                            (isLaid ? query.laid : query.passed).add(write);
                        }
                    }
                }
            }
            give(result);
        }

        /** The pending writes, and the confirmed ones that still lie over a result, in their order. */
        private List<ModelWrite> laidSomewhere() {
            Map<Integer, ModelWrite> known = new TreeMap<>(pending);
            for (ModelQuery query : queries.values()) {
                query.laid.forEach(write -> known.put(write.number, write));
                query.passed.forEach(write -> known.put(write.number, write));
            }
            return new ArrayList<>(known.values());
        }

        /** A second end has no effect at all. */
        private void giveAgain(Overlay.Input end) {
            Map<Integer, Shown> before = new TreeMap<>(shown);
            shown.clear();
            overlay.step(end, nowMs, this);
            assertTrue(shown.isEmpty(), name);
            shown.putAll(before);
        }

        private void see(Commit known) {
            seen = known.isAfter(seen) ? known : seen;
        }

        private void give(Overlay.Input input) {
            Map<Integer, Shown> before = new TreeMap<>(shown);
            overlay.step(input, nowMs, this);
            for (Map.Entry<Integer, ModelQuery> each : queries.entrySet()) {
                ModelQuery query = each.getValue();
                if (query.last == null) {
                    continue;
                }
                query.settle();
                heldBack += query.base != query.last ? 1 : 0;
                Shown now = shown.get(each.getKey());
                assertEquals(query.base, now.base, name);
                assertEquals(query.laid.stream().map(write -> write.number).toList(), numbersOf(now), name);
                for (Layer layer : now.layers) {
                    assertEquals(pending.containsKey(layer.write()), layer.isPending(), name);
                }
                stays(before.get(each.getKey()), now, input);
            }
        }

        private static List<Integer> numbersOf(Shown shown) {
            return shown.layers.stream().map(Layer::write).toList();
        }

        /** What was seen of a write goes only with its failure, or when all are cleared. */
        private void stays(Shown before, Shown now, Overlay.Input input) {
            if (before == null) {
                return;
            }
            assertFalse(before.base.commit.isAfter(now.base.commit), name);
            if (input instanceof Overlay.Cleared) {
                return;
            }
            Set<Integer> gone = before.visible();
            gone.removeAll(now.visible());
            // A leader's death takes back what nobody was told of, where the tab did not lay it over.
            gone.removeIf(
                    write -> !confirmed.contains(write) && !numbersOf(before).contains(write));
            if (input instanceof Overlay.Failed failed) {
                gone.remove(failed.write());
            }
            assertTrue(gone.isEmpty(), () -> name + ": " + gone + " vanished with " + input);
        }

        private void endInPeace() {
            while (!waiting.isEmpty()) {
                runOldest();
            }
            flush();
            for (int round = 0; round < 5; round++) {
                while (!underWay.isEmpty()) {
                    deliver();
                }
                nowMs += Overlay.GRACE_MS;
                give(new Overlay.Tick());
            }
            for (Map.Entry<Integer, Shown> each : shown.entrySet()) {
                assertEquals(List.of(), each.getValue().layers, name);
            }
            assertEquals(Set.of(), pending.keySet(), name);
        }

        @Override
        public void show(int query, Payload result, Iterable<Layer> layers) {
            List<Layer> above = new ArrayList<>();
            layers.forEach(above::add);
            Rows rows = (Rows) result;
            for (Layer layer : above) {
                boolean isTwice = rows.has.contains(layer.write()) && !repeatable.contains(layer.write());
                assertFalse(isTwice, () -> name + ": twice");
            }
            shown.put(query, new Shown(rows, above));
        }

        @Override
        public void refresh(int query) {
            refreshes++;
            tellResult(query);
        }

        @Override
        public void wakeAt(double atMs) {
            assertTrue(atMs > nowMs, name);
        }
    }
}
