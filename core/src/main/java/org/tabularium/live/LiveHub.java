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
import org.tabularium.wire.ToClient;

/** The leader half of live queries: one result for each distinct query, shared by everyone who asks for it. */
public final class LiveHub {
    /** How long a result may wait for others of its round, in milliseconds. */
    static final int PATIENCE_MS = 100;

    /** What the node does for the hub. */
    public interface Effects {
        /** Have this run between transactions; answered by {@link Ran} with the same number. */
        void run(int number, EngineCall call);

        /** Tell a session's tab. The payloads stay the hub's and may be told to several. */
        void tell(String session, ToClient news);
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
            hub.remove(entry -> entry.told.remove(new Subscriber(session, subscription)), out);
        }
    }

    /** Somebody wants the query run again. */
    public record RefreshAsked(String session, int subscription) implements Input {
        @Override
        public void applyTo(LiveHub hub, Effects out) {
            Subscriber subscriber = new Subscriber(session, subscription);
            for (Entry entry : hub.entries.values()) {
                if (entry.told.containsKey(subscriber)) {
                    entry.isRefreshed = true;
                    hub.schedule(entry, new Round(), out);
                }
            }
        }
    }

    /** A session has ended. */
    public record SessionEnded(String session) implements Input {
        @Override
        public void applyTo(LiveHub hub, Effects out) {
            hub.news.remove(session);
            hub.remove(entry -> entry.told.keySet().removeIf(each -> each.session.equals(session)), out);
        }
    }

    /** Something was committed. */
    public record Committed(Changes changes) implements Input {
        @Override
        public void applyTo(LiveHub hub, Effects out) {
            hub.committed(changes, out);
        }
    }

    /** The engine is about to do something: what {@link Effects#run} asked for with this number, or 0. */
    public record Begins(int number) implements Input {
        @Override
        public void applyTo(LiveHub hub, Effects out) {
            hub.begins(hub.scheduled.get(number), out);
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

    /** The runs that one commit asks for, whose results are told together. */
    private static final class Round {
        int awaited;
    }

    /** A distinct query. */
    private static final class Entry {
        final int number;
        final String key;
        final Payload query;
        /**
         * Who asks for it, and for which commit each was told the result that is kept; {@link Commit#NONE} for those who
         * may have another one, or none.
         */
        final Map<Subscriber, Commit> told = new LinkedHashMap<>();

        /**
         * Who came while a run was asked for: they may have been told of the commit that it is for, so the result before
         * is not theirs any more.
         */
        final Set<Subscriber> awaiting = new LinkedHashSet<>();

        List<String> readSet = List.of();
        /** Whether what it reads is captured, and no change of the schema has come since that was found out. */
        boolean isWatched;
        /** The round of the run that is asked for, or null. */
        Round round;
        /** Whether that run finds out what the query reads. */
        boolean isWatching;
        /** The schema has changed since a run was asked for that does not find it out. */
        boolean mustBeWatched;

        boolean isRefreshed;
        double lastRunMs;
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
    /** What each session is to be told when the round is over. */
    private final Map<String, List<ToClient>> news = new LinkedHashMap<>();

    private double newsSinceMs;
    /** Whether anything is captured, which a query that fails is too: a change of the schema may mend it. */
    private boolean isCapturing;

    private int lastNumber;
    private double begunMs;
    private double nowMs;

    /** A hub without queries. */
    public LiveHub() {}

    /** Applies one input; what the node must do follows, in order, in {@code out}. */
    public void step(Input input, double atMs, Effects out) {
        nowMs = atMs;
        input.applyTo(this, out);
    }

    /** Whether results wait to be told together with others. */
    public boolean holdsNews() {
        return !news.isEmpty();
    }

    private void subscribe(Subscribed asked, Effects out) {
        Entry entry = entries.get(asked.key);
        if (entry == null) {
            lastNumber++;
            entry = new Entry(lastNumber, asked.key, asked.query);
            entries.put(asked.key, entry);
            schedule(entry, new Round(), out);
        }
        Subscriber subscriber = new Subscriber(asked.session, asked.subscription);
        entry.told.put(subscriber, Commit.NONE);
        if (!entry.hasRun() || !entry.commit.isAfter(asked.seen)) {
            return;
        }
        if (entry.round != null) {
            entry.awaiting.add(subscriber);
            return;
        }
        entry.told.put(subscriber, note(entry, subscriber, Commit.NONE, null));
        tellNews(out);
    }

    private void committed(Changes changes, Effects out) {
        Round round = new Round();
        for (Entry entry : entries.values()) {
            if (changes.schemaChanged()) {
                entry.isWatched = false;
                entry.mustBeWatched |= entry.round != null && !entry.isWatching;
                schedule(entry, round, out);
            } else if (entry.reads(changes.tables())) {
                schedule(entry, round, out);
            }
        }
    }

    /** Has the query run once more, unless a run that has not begun already will see everything committed by now. */
    private void schedule(Entry entry, Round round, Effects out) {
        if (entry.round == null) {
            entry.round = round;
            entry.isWatching = !entry.isWatched;
            round.awaited++;
            scheduled.put(entry.number, entry);
            out.run(
                    entry.number,
                    entry.isWatching ? new EngineCall.Watch(entry.query) : new EngineCall.Rerun(entry.query));
        }
    }

    /**
     * What is ready waits for nothing but runs of live queries, and for those only as long as {@link #PATIENCE_MS}: a
     * call, or a transaction, may take any time, and a query usually takes as long as it took the last time.
     */
    private void begins(Entry entry, Effects out) {
        if (entry != null) {
            begunMs = nowMs;
        }
        if (entry == null || nowMs + entry.lastRunMs - newsSinceMs > PATIENCE_MS) {
            tellNews(out);
        }
    }

    private void ran(int number, Execution execution, Commit commit, Effects out) {
        Entry entry = scheduled.remove(number);
        if (entry == null) {
            return;
        }
        Round round = entry.round;
        entry.round = null;
        entry.lastRunMs = nowMs - begunMs;
        isCapturing = true;
        if (!execution.readSet().isEmpty()) {
            captured.addAll(execution.readSet());
            entry.readSet = execution.readSet();
            entry.isWatched = true;
        }
        Payload earlier = entry.result;
        boolean isUnchanged = execution.succeeded()
                ? earlier != null && earlier.isSameAs(execution.result())
                : isSameFailure(entry.failure, execution.failure());
        entry.result = execution.result();
        entry.failure = execution.failure();
        entry.commit = commit;
        if (!isUnchanged || entry.isRefreshed) {
            entry.isRefreshed = false;
            noteForAll(entry, earlier);
        } else {
            noteForAwaiting(entry);
        }
        entry.awaiting.clear();
        round.awaited--;
        if (round.awaited == 0) {
            tellNews(out);
        }
        if (entry.mustBeWatched) {
            entry.mustBeWatched = false;
            schedule(entry, new Round(), out);
        }
        releaseCapture(out);
    }

    /** A query that fails for one reason after each commit is told to fail once. */
    private static boolean isSameFailure(Failure earlier, Failure failure) {
        return earlier != null
                && earlier.code() == failure.code()
                && earlier.message().equals(failure.message());
    }

    /** Notes the new result for everybody; for those who have the earlier one, as a difference if that is smaller. */
    private void noteForAll(Entry entry, Payload earlier) {
        boolean mayDiffer = entry.result != null && earlier != null;
        Payload difference = mayDiffer ? entry.result.differenceFrom(earlier) : null;
        for (Map.Entry<Subscriber, Commit> each : entry.told.entrySet()) {
            each.setValue(note(entry, each.getKey(), each.getValue(), difference));
        }
    }

    private void noteForAwaiting(Entry entry) {
        for (Subscriber each : entry.awaiting) {
            if (entry.told.containsKey(each)) {
                entry.told.put(each, note(entry, each, Commit.NONE, null));
            }
        }
    }

    /** Notes the result for a subscriber who was told the one before it for {@code base}; gives what is told now. */
    private Commit note(Entry entry, Subscriber subscriber, Commit base, Payload difference) {
        if (news.isEmpty()) {
            newsSinceMs = nowMs;
        }
        List<ToClient> ofSession = news.computeIfAbsent(subscriber.session, any -> new ArrayList<>());
        if (entry.failure != null) {
            ofSession.add(new ToClient.LiveFailed(subscriber.subscription, entry.commit, entry.failure));
            return Commit.NONE;
        }
        boolean isWhole = difference == null || base.equals(Commit.NONE);
        ofSession.add(new ToClient.LiveResult(
                subscriber.subscription,
                entry.commit,
                isWhole ? entry.result : difference,
                isWhole ? Commit.NONE : base));
        return entry.commit;
    }

    private void tellNews(Effects out) {
        news.forEach((session, parts) ->
                out.tell(session, parts.size() == 1 ? parts.get(0) : new ToClient.LiveRound(parts)));
        news.clear();
    }

    private void remove(Removal removal, Effects out) {
        for (Entry entry : new ArrayList<>(entries.values())) {
            removal.from(entry);
            if (entry.told.isEmpty()) {
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
