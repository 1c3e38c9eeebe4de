package org.tabularium.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;

class LiveHubTest {
    private record Text(String text) implements Payload {}

    private final LiveHub hub = new LiveHub();
    private final Recorder out = new Recorder();

    @Test
    void theFirstSubscriberHasTheQueryWatchedAndIsToldTheResult() {
        subscribe("a", 1, "q");
        assertTook("1 watch q");
        watched(1, "x", 5, "todo");
        assertTook("a1 x at 1.5");
    }

    @Test
    void equalQueriesShareOneRun() {
        subscribe("a", 1, "q");
        subscribe("b", 1, "q");
        subscribe("b", 2, "q");
        assertTook("1 watch q");
        watched(1, "x", 5, "todo");
        assertTook("a1 x at 1.5", "b1 x at 1.5", "b2 x at 1.5");
    }

    @Test
    void aLaterSubscriberIsToldTheKnownResult() {
        live("a", 1, "q", 1, "x", "todo");
        subscribe("b", 1, "q");
        assertTook("b1 x at 1.5");
    }

    @Test
    void aSubscriberThatHasSeenTheResultIsNotToldAgain() {
        live("a", 1, "q", 1, "x", "todo");
        hub.step(new LiveHub.Subscribed("b", 1, "q", new Text("q"), new Commit(1, 5)), 0, out);
        assertTook();
    }

    @Test
    void aCommitHasOnlyThoseRunAgainThatReadWhatItWrote() {
        live("a", 1, "q", 1, "x", "todo", "tags");
        live("a", 2, "r", 2, "y", "notes");
        committed("tags");
        assertTook("1 rerun q");
        ran(1, "x2", 6);
        assertTook("a1 x2 at 1.6");
    }

    @Test
    void commitsThatComeBeforeTheRunAreServedByIt() {
        live("a", 1, "q", 1, "x", "todo");
        committed("todo");
        committed("todo");
        committed("todo");
        assertTook("1 rerun q");
        ran(1, "x2", 8);
        committed("todo");
        assertTook("a1 x2 at 1.8", "1 rerun q");
    }

    @Test
    void anEqualResultIsNotTold() {
        live("a", 1, "q", 1, "x", "todo");
        committed("todo");
        out.took();
        ran(1, "x", 6);
        assertTook();
    }

    @Test
    void aRefreshTellsAnEqualResultToo() {
        live("a", 1, "q", 1, "x", "todo");
        hub.step(new LiveHub.RefreshAsked("a", 1), 0, out);
        assertTook("1 rerun q");
        ran(1, "x", 5);
        assertTook("a1 x at 1.5");
    }

    @Test
    void afterASchemaChangeEveryQueryIsWatchedAnew() {
        live("a", 1, "q", 1, "x", "todo");
        live("a", 2, "r", 2, "y", "notes");
        hub.step(new LiveHub.Committed(new Changes(true, List.of())), 0, out);
        assertTook("1 watch q", "2 watch r");
        watched(1, "x", 6, "other");
        committed("todo");
        committed("other");
        assertTook("1 rerun q");
    }

    @Test
    void aQueryThatFailsIsToldAndTriedAgainWhenTheSchemaChanges() {
        subscribe("a", 1, "q");
        Failure failure = Failure.of(ErrorCode.SQL_ERROR, "no such table", Outcome.ROLLED_BACK);
        out.took();
        hub.step(
                new LiveHub.Ran(1, new Execution(failure, null, false, false, false, Changes.NONE, List.of()), at(5)),
                0,
                out);
        assertTook("a1 SQL_ERROR at 1.5");
        hub.step(new LiveHub.Committed(new Changes(true, List.of())), 0, out);
        assertTook("1 watch q");
        watched(1, "x", 6, "todo");
        assertTook("a1 x at 1.6");
    }

    @Test
    void captureEndsWithTheLastQueryThatNeedsIt() {
        live("a", 1, "q", 1, "x", "todo", "tags");
        live("a", 2, "r", 2, "y", "todo");
        unsubscribe("a", 1);
        assertTook("0 unwatch [tags]");
        unsubscribe("a", 2);
        assertTook("0 unwatch []");
    }

    @Test
    void captureWaitsWhileAQueryMayStillNeedIt() {
        live("a", 1, "q", 1, "x", "todo");
        subscribe("a", 2, "r");
        out.took();
        unsubscribe("a", 1);
        assertTook();
        watched(2, "y", 6, "todo");
        assertTook("a2 y at 1.6");
        unsubscribe("a", 2);
        assertTook("0 unwatch []");
    }

    @Test
    void aSessionsEndIsTheEndOfItsSubscriptions() {
        live("a", 1, "q", 1, "x", "todo");
        subscribe("b", 1, "q");
        out.took();
        hub.step(new LiveHub.SessionEnded("a"), 0, out);
        committed("todo");
        assertTook("1 rerun q");
        ran(1, "x2", 6);
        assertTook("b1 x2 at 1.6");
        hub.step(new LiveHub.SessionEnded("b"), 0, out);
        assertTook("0 unwatch []");
    }

    @Test
    void aResultThatNobodyWantsAnyMoreIsToldToNobody() {
        subscribe("a", 1, "q");
        unsubscribe("a", 1);
        out.took();
        watched(1, "x", 5, "todo");
        assertTook("0 unwatch []");
    }

    private void live(String session, int subscription, String query, int number, String result, String... tables) {
        subscribe(session, subscription, query);
        watched(number, result, 5, tables);
        out.took();
    }

    private void subscribe(String session, int subscription, String query) {
        hub.step(new LiveHub.Subscribed(session, subscription, query, new Text(query), Commit.NONE), 0, out);
    }

    private void unsubscribe(String session, int subscription) {
        hub.step(new LiveHub.Unsubscribed(session, subscription), 0, out);
    }

    private void committed(String... tables) {
        hub.step(new LiveHub.Committed(new Changes(false, List.of(tables))), 0, out);
    }

    private void watched(int number, String result, int commit, String... tables) {
        Execution execution = new Execution(null, new Text(result), false, false, false, Changes.NONE, List.of(tables));
        hub.step(new LiveHub.Ran(number, execution, at(commit)), 0, out);
    }

    private void ran(int number, String result, int commit) {
        watched(number, result, commit);
    }

    private static Commit at(int number) {
        return new Commit(1, number);
    }

    private void assertTook(String... expected) {
        assertEquals(List.of(expected), out.took());
    }

    private static final class Recorder implements LiveHub.Effects {
        private List<String> effects = new ArrayList<>();

        List<String> took() {
            List<String> took = effects;
            effects = new ArrayList<>();
            return took;
        }

        @Override
        public void run(int number, EngineCall call) {
            String what;
            if (call instanceof EngineCall.Watch watch) {
                what = "watch " + text(watch.query());
            } else if (call instanceof EngineCall.Rerun rerun) {
                what = "rerun " + text(rerun.query());
            } else {
                what = "unwatch " + ((EngineCall.Unwatch) call).tables();
            }
            effects.add(number + " " + what);
        }

        @Override
        public void result(String session, int subscription, Commit commit, Payload result) {
            effects.add(session + subscription + " " + text(result) + " at " + commit);
        }

        @Override
        public void failure(String session, int subscription, Commit commit, Failure failure) {
            effects.add(session + subscription + " " + failure.code() + " at " + commit);
        }

        private static String text(Payload payload) {
            return ((Text) payload).text();
        }
    }
}
