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
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

class LiveClientTest {
    private static final Failure FAILURE = Failure.of(ErrorCode.LIVE_UNSUPPORTED, "no", Outcome.NOT_RUN);

    private final LiveClient client = new LiveClient();
    private final List<String> effects = new ArrayList<>();

    @Test
    void everyLeaderIsAskedAnewAndToldWhatWasSeen() {
        subscribe(1);
        assertTook();
        given(new LiveClient.Connected());
        assertTook("subscribe 1 seen 0.0");
        result(1, new Commit(1, 4));
        given(new LiveClient.Disconnected());
        given(new LiveClient.Connected());
        assertTook("result 1 at 1.4", "subscribe 1 seen 1.4");
    }

    @Test
    void commitsOnlyGrow() {
        given(new LiveClient.Connected());
        subscribe(1);
        effects.clear();
        result(1, new Commit(2, 4));
        result(1, new Commit(2, 4));
        result(1, new Commit(1, 9));
        result(1, new Commit(2, 5));
        assertTook("result 1 at 2.4", "result 1 at 2.5");
    }

    @Test
    void aRefreshIsAnsweredThoughNothingChanged() {
        given(new LiveClient.Connected());
        subscribe(1);
        result(1, new Commit(1, 4));
        effects.clear();
        given(new LiveClient.RefreshAsked(1));
        result(1, new Commit(1, 4));
        result(1, new Commit(1, 4));
        assertTook("refresh 1", "result 1 at 1.4");
    }

    @Test
    void aResultOnItsWayIsNotTakenForTheRefreshs() {
        given(new LiveClient.Connected());
        subscribe(1);
        result(1, new Commit(1, 4));
        effects.clear();
        given(new LiveClient.RefreshAsked(1));
        result(1, new Commit(1, 5));
        result(1, new Commit(1, 5));
        result(1, new Commit(1, 5));
        assertTook("refresh 1", "result 1 at 1.5", "result 1 at 1.5");
    }

    @Test
    void aRefreshThatWasNotAnsweredIsAskedOfTheNextLeader() {
        subscribe(1);
        given(new LiveClient.RefreshAsked(1));
        given(new LiveClient.Connected());
        assertTook("subscribe 1 seen 0.0", "refresh 1");
    }

    @Test
    void anEndedSubscriptionIsToldNothing() {
        given(new LiveClient.Connected());
        subscribe(1);
        effects.clear();
        given(new LiveClient.Unsubscribed(1));
        given(new LiveClient.Unsubscribed(1));
        result(1, new Commit(1, 4));
        given(new LiveClient.GotFailure(new ToClient.LiveFailed(1, new Commit(1, 5), FAILURE)));
        given(new LiveClient.RefreshAsked(1));
        assertTook("unsubscribe 1");
    }

    @Test
    void whereNobodyCanLeadOnlyThoseWithoutAResultFail() {
        given(new LiveClient.Connected());
        subscribe(1);
        result(1, new Commit(1, 4));
        subscribe(2);
        effects.clear();
        given(new LiveClient.Unserved(FAILURE));
        assertTook("failure 2");
    }

    @Test
    void aDifferenceIsAppliedToWhatWasToldLast() {
        given(new LiveClient.Connected());
        subscribe(1);
        result(1, new Commit(1, 4));
        difference(1, new Commit(1, 4), new Commit(1, 6));
        difference(1, new Commit(1, 6), new Commit(1, 7));
        assertTook("subscribe 1 seen 0.0", "result 1 at 1.4", "result 1+ at 1.6", "result 1++ at 1.7");
    }

    @Test
    void whatIsNotHandedOnIsHeldAllTheSame() {
        given(new LiveClient.Connected());
        subscribe(1);
        result(1, new Commit(1, 4));
        difference(1, new Commit(1, 4), new Commit(1, 4));
        effects.clear();
        difference(1, new Commit(1, 4), new Commit(1, 5));
        assertTook("result 1++ at 1.5");
    }

    @Test
    void whereTheBaseIsAnotherTheWholeIsAskedForOnce() {
        given(new LiveClient.Connected());
        subscribe(1);
        result(1, new Commit(1, 4));
        effects.clear();
        difference(1, new Commit(1, 3), new Commit(1, 5));
        difference(1, new Commit(1, 5), new Commit(1, 6));
        assertTook("subscribe 1 seen 0.0");
        result(1, new Commit(1, 6));
        difference(1, new Commit(1, 6), new Commit(1, 7));
        assertTook("result 1 at 1.6", "result 1+ at 1.7");
    }

    @Test
    void whereADifferenceCannotBeAppliedTheWholeIsAskedFor() {
        given(new LiveClient.Connected());
        subscribe(1);
        result(1, new Commit(1, 4));
        effects.clear();
        given(new LiveClient.GotResult(
                new ToClient.LiveResult(1, new Commit(1, 5), new Text("torn"), new Commit(1, 4))));
        assertTook("subscribe 1 seen 0.0");
    }

    @Test
    void anotherConnectionBeginsWithAWholeResult() {
        given(new LiveClient.Connected());
        subscribe(1);
        result(1, new Commit(1, 4));
        given(new LiveClient.Disconnected());
        given(new LiveClient.Connected());
        effects.clear();
        difference(1, new Commit(1, 4), new Commit(1, 5));
        assertTook();
        result(1, new Commit(1, 5));
        assertTook("result 1 at 1.5");
    }

    /** A result, of which the differences are pluses. */
    private record Text(String text) implements Payload {
        @Override
        public Payload changedBy(Payload difference) {
            String change = ((Text) difference).text;
            return change.equals("+") ? new Text(text + change) : null;
        }
    }

    private void difference(int subscription, Commit base, Commit commit) {
        given(new LiveClient.GotResult(new ToClient.LiveResult(subscription, commit, new Text("+"), base)));
    }

    private void given(LiveClient.Input input) {
        client.step(input, 0, recorder);
    }

    private void subscribe(int subscription) {
        given(new LiveClient.Subscribed(subscription, "q", null));
    }

    private void result(int subscription, Commit commit) {
        given(new LiveClient.GotResult(new ToClient.LiveResult(subscription, commit, new Text(""), Commit.NONE)));
    }

    private void assertTook(String... expected) {
        assertEquals(List.of(expected), effects);
        effects.clear();
    }

    private final LiveClient.Effects recorder = new LiveClient.Effects() {
        @Override
        public void send(ToLeader message) {
            if (message instanceof ToLeader.Subscribe ask) {
                effects.add("subscribe " + ask.subscription() + " seen " + ask.seen());
            } else if (message instanceof ToLeader.Unsubscribe ask) {
                effects.add("unsubscribe " + ask.subscription());
            } else {
                effects.add("refresh " + ((ToLeader.Refresh) message).subscription());
            }
        }

        @Override
        public void result(int subscription, Payload result, Commit commit) {
            effects.add("result " + subscription + ((Text) result).text() + " at " + commit);
        }

        @Override
        public void failure(int subscription, Failure failure) {
            effects.add("failure " + subscription);
        }
    };
}
