package org.tabularium.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.tabularium.wire.ToClient;

class LiveHubTest {
    /** A text; long ones have differences. */
    private record Text(String text) implements Payload {
        @Override
        public Payload differenceFrom(Payload earlier) {
            String before = ((Text) earlier).text;
            return text.startsWith("long") ? new Text(before + ">" + text) : null;
        }
    }

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
        assertTook("a1 x at 1.5", "b1 x at 1.5 + b2 x at 1.5");
    }

    @Test
    void aLaterSubscriberIsToldTheKnownResult() {
        live("a", 1, "q", 1, "x", "todo");
        subscribe("b", 1, "q");
        assertTook("b1 x at 1.5");
    }

    @Test
    void whoComesAfterACommitIsToldNoResultFromBeforeIt() {
        live("a", 1, "q", 1, "x", "todo");
        committed("todo");
        assertTook("1 rerun q");
        subscribe("b", 1, "q");
        assertTook();
        ran(1, "x2", 6);
        assertTook("a1 x2 at 1.6", "b1 x2 at 1.6");
    }

    @Test
    void whoComesWhileARunIsAwaitedIsToldItsResultThoughItIsTheSame() {
        live("a", 1, "q", 1, "x", "todo");
        committed("todo");
        subscribe("b", 1, "q");
        subscribe("c", 1, "q");
        hub.step(new LiveHub.Unsubscribed("c", 1), 0, out);
        assertTook("1 rerun q");
        ran(1, "x", 6);
        assertTook("b1 x at 1.6");
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
    void aSchemaChangeThatOvertakesARunHasTheQueryWatchedAfterIt() {
        live("a", 1, "q", 1, "x", "todo");
        committed("todo");
        assertTook("1 rerun q");
        hub.step(new LiveHub.Committed(new Changes(true, List.of())), 0, out);
        assertTook();
        ran(1, "y", 7);
        assertTook("a1 y at 1.7", "1 watch q");
        watched(1, "y", 7, "other");
        assertTook("0 unwatch [todo]");
        committed("other");
        assertTook("1 rerun q");
    }

    @Test
    void aQueryThatFailsIsToldAndTriedAgainWhenTheSchemaChanges() {
        subscribe("a", 1, "q");
        out.took();
        failed(1, "no such table", 5);
        assertTook("a1 SQL_ERROR at 1.5");
        hub.step(new LiveHub.Committed(new Changes(true, List.of())), 0, out);
        assertTook("1 watch q");
        watched(1, "x", 6, "todo");
        assertTook("a1 x at 1.6");
    }

    @Test
    void aQueryThatGoesOnFailingForOneReasonIsToldSoOnce() {
        live("a", 1, "q", 1, "x", "todo");
        committed("todo");
        out.took();
        failed(1, "division by zero", 6);
        assertTook("a1 SQL_ERROR at 1.6");
        committed("todo");
        failed(1, "division by zero", 7);
        assertTook("1 rerun q");
        subscribe("b", 1, "q");
        assertTook("b1 SQL_ERROR at 1.7");
        committed("todo");
        failed(1, "out of range", 8);
        assertTook("1 rerun q", "a1 SQL_ERROR at 1.8", "b1 SQL_ERROR at 1.8");
        committed("todo");
        ran(1, "y", 9);
        assertTook("1 rerun q", "a1 y at 1.9", "b1 y at 1.9");
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

    @Test
    void whatOneCommitBringsIsToldToATabInOneMessage() {
        live("a", 1, "q", 1, "x", "todo");
        live("a", 2, "r", 2, "y", "todo");
        live("b", 1, "s", 3, "z", "todo");
        committed("todo");
        out.took();
        ran(1, "x2", 6);
        ran(2, "y2", 6);
        assertTook();
        ran(3, "z2", 6);
        assertTook("a1 x2 at 1.6 + a2 y2 at 1.6", "b1 z2 at 1.6");
    }

    @Test
    void aCommitThatComesMeanwhileDoesNotProlongARound() {
        live("a", 1, "q", 1, "x", "todo");
        live("a", 2, "r", 2, "y", "todo");
        committed("todo");
        ran(1, "x2", 6);
        committed("todo");
        out.took();
        ran(2, "y2", 7);
        assertTook("a1 x2 at 1.6 + a2 y2 at 1.7");
        ran(1, "x3", 7);
        assertTook("a1 x3 at 1.7");
    }

    @Test
    void aRoundInWhichNothingChangedForATabTellsItNothing() {
        live("a", 1, "q", 1, "x", "todo");
        live("b", 1, "r", 2, "y", "todo");
        committed("todo");
        out.took();
        ran(1, "x", 6);
        ran(2, "y2", 6);
        assertTook("b1 y2 at 1.6");
    }

    @Test
    void whatIsReadyDoesNotWaitForACall() {
        live("a", 1, "q", 1, "x", "todo");
        live("a", 2, "r", 2, "y", "todo");
        committed("todo");
        out.took();
        ran(1, "x2", 6);
        assertTrue(hub.holdsNews());
        hub.step(new LiveHub.Begins(0), 0, out);
        assertFalse(hub.holdsNews());
        assertTook("a1 x2 at 1.6");
        ran(2, "y2", 6);
        assertTook("a2 y2 at 1.6");
    }

    @Test
    void whatIsReadyDoesNotWaitForAQueryThatTookLongTheLastTime() {
        subscribe("a", 1, "q");
        subscribe("a", 2, "slow");
        out.took();
        watched(1, "x", 5, "todo");
        hub.step(new LiveHub.Begins(2), 0, out);
        watchedAt(LiveHub.PATIENCE_MS + 1, 2, "y", 5, "todo");
        committed("todo");
        out.took();
        watchedAt(1000, 1, "x2", 6, "todo");
        hub.step(new LiveHub.Begins(2), 1000, out);
        assertTook("a1 x2 at 1.6");
    }

    @Test
    void aFewQueriesThatTakeTheirTimeTogetherAreNotWaitedForEither() {
        live("a", 1, "q", 1, "x", "todo");
        live("a", 2, "r", 2, "y", "todo");
        live("a", 3, "s", 3, "z", "todo");
        committed("todo");
        out.took();
        watchedAt(1000, 1, "x2", 6, "todo");
        hub.step(new LiveHub.Begins(2), 1000, out);
        watchedAt(1000 + LiveHub.PATIENCE_MS, 2, "y2", 6, "todo");
        assertTook();
        hub.step(new LiveHub.Begins(3), 1001 + LiveHub.PATIENCE_MS, out);
        assertTook("a1 x2 at 1.6 + a2 y2 at 1.6");
    }

    @Test
    void whoWasToldTheLastResultIsToldTheDifferenceFromIt() {
        live("a", 1, "q", 1, "long x", "todo");
        committed("todo");
        out.took();
        ran(1, "long x2", 6);
        assertTook("a1 long x>long x2 from 1.5 at 1.6");
    }

    @Test
    void aDifferenceIsFromWhatThatSubscriberWasTold() {
        live("a", 1, "q", 1, "long x", "todo");
        committed("todo");
        ran(1, "long x", 8);
        out.took();
        subscribe("b", 1, "q");
        assertTook("b1 long x at 1.8");
        committed("todo");
        out.took();
        ran(1, "long x2", 9);
        assertTook("a1 long x>long x2 from 1.5 at 1.9", "b1 long x>long x2 from 1.8 at 1.9");
    }

    @Test
    void whoSubscribesAgainIsToldTheNextResultWhole() {
        live("a", 1, "q", 1, "long x", "todo");
        hub.step(new LiveHub.Subscribed("a", 1, "q", new Text("q"), at(5)), 0, out);
        committed("todo");
        out.took();
        ran(1, "long x2", 6);
        committed("todo");
        ran(1, "long x3", 7);
        assertTook("a1 long x2 at 1.6", "1 rerun q", "a1 long x2>long x3 from 1.6 at 1.7");
    }

    @Test
    void afterAFailureTheResultIsWhole() {
        live("a", 1, "q", 1, "long x", "todo");
        committed("todo");
        Failure failure = Failure.of(ErrorCode.SQL_ERROR, "division by zero", Outcome.ROLLED_BACK);
        hub.step(new LiveHub.Ran(1, Execution.failed(failure, false), at(6)), 0, out);
        committed("todo");
        out.took();
        ran(1, "long x2", 7);
        assertTook("a1 long x2 at 1.7");
    }

    @Test
    void whoAsksForTheWholeIsToldAfterWhatWasNotedBefore() {
        live("a", 1, "q", 1, "long x", "todo");
        live("a", 2, "r", 2, "y", "todo");
        committed("todo");
        out.took();
        ran(1, "long x2", 6);
        subscribe("a", 1, "q");
        assertTook("a1 long x>long x2 from 1.5 at 1.6 + a1 long x2 at 1.6");
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
        watchedAt(0, number, result, commit, tables);
    }

    private void watchedAt(double atMs, int number, String result, int commit, String... tables) {
        Execution execution = new Execution(null, new Text(result), false, false, false, Changes.NONE, List.of(tables));
        hub.step(new LiveHub.Ran(number, execution, at(commit)), atMs, out);
    }

    private void failed(int number, String message, int commit) {
        Failure failure = Failure.of(ErrorCode.SQL_ERROR, message, Outcome.ROLLED_BACK);
        Execution execution = new Execution(failure, null, false, false, false, Changes.NONE, List.of());
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
        public void tell(String session, ToClient news) {
            List<String> parts = news instanceof ToClient.LiveRound round
                    ? round.parts().stream().map(part -> words(session, part)).toList()
                    : List.of(words(session, news));
            effects.add(String.join(" + ", parts));
        }

        private static String words(String session, ToClient news) {
            if (news instanceof ToClient.LiveFailed failed) {
                return session + failed.subscription() + " " + failed.failure().code() + " at " + failed.commit();
            }
            ToClient.LiveResult told = (ToClient.LiveResult) news;
            String base = told.isDifference() ? " from " + told.base() : "";
            return session + told.subscription() + " " + text(told.result()) + base + " at " + told.commit();
        }

        private static String text(Payload payload) {
            return ((Text) payload).text();
        }
    }
}
