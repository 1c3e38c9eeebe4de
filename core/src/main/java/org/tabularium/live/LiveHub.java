package org.tabularium.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;

/** The leader half of live queries: one result for each distinct query, shared by everyone who asks for it. */
public final class LiveHub {
    /** What the node does for the hub. */
    public interface Effects {
        /** Have this run between transactions; answered by {@link Ran} with the same number. */
        void run(int number, EngineCall call);

        /** Tell a subscriber the result. The payload stays the hub's and may be told to several. */
        void result(String session, int subscription, Commit commit, Payload result);

        /** Tell a subscriber that its query fails. */
        void failure(String session, int subscription, Commit commit, Failure failure);
    }

    /** What can happen to the hub. */
    public sealed interface Input {
        /** Applies this input. */
        void applyTo(LiveHub hub, Effects out);
    }

    /** Somebody subscribes; {@code seen} is the commit of the last result they have. */
    public record Subscribed(String session, int subscription, String key, Payload query, Commit seen)
            implements Input {
        @Override
        public void applyTo(LiveHub hub, Effects out) {
            hub.subscribe(this, out);
        }
    }

    /** Somebody has seen enough. */
    public record Unsubscribed(String session, int subscription) implements Input {
        @Override
        public void applyTo(LiveHub hub, Effects out) {
            hub.remove(entry -> entry.subscribers.remove(new Subscriber(session, subscription)), out);
        }
    }

    /** Somebody wants the query run again. */
    public record RefreshAsked(String session, int subscription) implements Input {
        @Override
        public void applyTo(LiveHub hub, Effects out) {
            Subscriber subscriber = new Subscriber(session, subscription);
            for (Entry entry : hub.entries.values()) {
                if (entry.subscribers.contains(subscriber)) {
                    entry.isRefreshed = true;
                    hub.schedule(entry, out);
                }
            }
        }
    }

    /** A session has ended. */
    public record SessionEnded(String session) implements Input {
        @Override
        public void applyTo(LiveHub hub, Effects out) {
            hub.remove(entry -> entry.subscribers.removeIf(each -> each.session.equals(session)), out);
        }
    }

    /** Something was committed. */
    public record Committed(Changes changes) implements Input {
        @Override
        public void applyTo(LiveHub hub, Effects out) {
            hub.committed(changes, out);
        }
    }

    /** The engine ran what {@link Effects#run} asked for; {@code commit} is the last one the result knows of. */
    public record Ran(int number, Execution execution, Commit commit) implements Input {
        @Override
        public void applyTo(LiveHub hub, Effects out) {
            hub.ran(number, execution, commit, out);
        }
    }

    private record Subscriber(String session, int subscription) {}

    private interface Removal {
        void from(Entry entry);
    }

    /** A distinct query. */
    private static final class Entry {
        final int number;
        final String key;
        final Payload query;
        final Set<Subscriber> subscribers = new LinkedHashSet<>();
        List<String> readSet = List.of();
        boolean isWatched;
        boolean isScheduled;
        boolean isRefreshed;
        Payload result;
        Failure failure;
        Commit commit = Commit.NONE;

        Entry(int number, String key, Payload query) {
            this.number = number;
            this.key = key;
            this.query = query;
        }

        boolean hasRun() {
            return result != null || failure != null;
        }

        boolean reads(List<String> tables) {
            for (String table : tables) {
                if (readSet.contains(table)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<Integer, Entry> scheduled = new LinkedHashMap<>();
    private final Set<String> captured = new LinkedHashSet<>();
    /** Whether anything is captured, which a query that fails is too: a change of the schema may mend it. */
    private boolean isCapturing;

    private int lastNumber;

    /** A hub without queries. */
    public LiveHub() {}

    /** Applies one input; what the node must do follows, in order, in {@code out}. */
    public void step(Input input, double nowMs, Effects out) {
        input.applyTo(this, out);
    }

    private void subscribe(Subscribed asked, Effects out) {
        Entry entry = entries.get(asked.key);
        if (entry == null) {
            lastNumber++;
            entry = new Entry(lastNumber, asked.key, asked.query);
            entries.put(asked.key, entry);
            schedule(entry, out);
        }
        Subscriber subscriber = new Subscriber(asked.session, asked.subscription);
        entry.subscribers.add(subscriber);
        if (entry.hasRun() && entry.commit.isAfter(asked.seen)) {
            tell(entry, subscriber, out);
        }
    }

    private void committed(Changes changes, Effects out) {
        for (Entry entry : entries.values()) {
            if (changes.schemaChanged()) {
                entry.isWatched = false;
                schedule(entry, out);
            } else if (entry.reads(changes.tables())) {
                schedule(entry, out);
            }
        }
    }

    /** Has the query run once more, unless a run that has not begun already will see everything committed by now. */
    private void schedule(Entry entry, Effects out) {
        if (!entry.isScheduled) {
            entry.isScheduled = true;
            scheduled.put(entry.number, entry);
            out.run(
                    entry.number,
                    entry.isWatched ? new EngineCall.Rerun(entry.query) : new EngineCall.Watch(entry.query));
        }
    }

    private void ran(int number, Execution execution, Commit commit, Effects out) {
        Entry entry = scheduled.remove(number);
        if (entry == null) {
            return;
        }
        entry.isScheduled = false;
        isCapturing = true;
        if (!execution.readSet().isEmpty()) {
            captured.addAll(execution.readSet());
            entry.readSet = execution.readSet();
            entry.isWatched = true;
        }
        boolean isUnchanged =
                execution.succeeded() && entry.result != null && entry.result.isSameAs(execution.result());
        entry.result = execution.result();
        entry.failure = execution.failure();
        entry.commit = commit;
        if (!isUnchanged || entry.isRefreshed) {
            entry.isRefreshed = false;
            for (Subscriber subscriber : new ArrayList<>(entry.subscribers)) {
                tell(entry, subscriber, out);
            }
        }
        releaseCapture(out);
    }

    private static void tell(Entry entry, Subscriber subscriber, Effects out) {
        if (entry.failure == null) {
            out.result(subscriber.session, subscriber.subscription, entry.commit, entry.result);
        } else {
            out.failure(subscriber.session, subscriber.subscription, entry.commit, entry.failure);
        }
    }

    private void remove(Removal removal, Effects out) {
        for (Entry entry : new ArrayList<>(entries.values())) {
            removal.from(entry);
            if (entry.subscribers.isEmpty()) {
                entries.remove(entry.key);
            }
        }
        releaseCapture(out);
    }

    /** Stops capturing what no query reads; waits while a query's tables are not known yet. */
    private void releaseCapture(Effects out) {
        if (!scheduled.isEmpty() || !isCapturing) {
            return;
        }
        if (entries.isEmpty()) {
            isCapturing = false;
            captured.clear();
            out.run(0, new EngineCall.Unwatch(List.of()));
            return;
        }
        Set<String> idle = new LinkedHashSet<>(captured);
        for (Entry entry : entries.values()) {
            idle.removeAll(entry.readSet);
        }
        if (!idle.isEmpty()) {
            captured.removeAll(idle);
            out.run(0, new EngineCall.Unwatch(new ArrayList<>(idle)));
        }
    }
}
