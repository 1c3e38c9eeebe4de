package org.tabularium.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;
import org.tabularium.base.Payload;

class OverlayTest {
    private record Text(String text) implements Payload {}

    private static final Patch EVERYWHERE = query -> true;
    private static final Patch NOWHERE = query -> false;

    private final Overlay overlay = new Overlay();
    private final List<String> effects = new ArrayList<>();
    private double nowMs;

    @Test
    void aWriteIsShownAtOnceAndStaysUntilAResultHasIt() {
        opened(1, "old", 4);
        began(7, 4);
        assertTook("show 1: old + 7?");
        given(new Overlay.Confirmed(7, new Commit(1, 5)));
        assertTook("show 1: old + 7", "wake at 100");
        result(1, "new", 5);
        assertTook("show 1: new");
        passes(100);
        assertTook();
    }

    @Test
    void aResultThatMayHaveThePendingWriteIsHeldBackUntilThatIsKnown() {
        opened(1, "old", 4);
        began(7, 4);
        effects.clear();
        result(1, "somebody's", 5);
        result(1, "mine", 6);
        assertTook();
        given(new Overlay.Confirmed(7, new Commit(1, 6)));
        assertTook("show 1: mine");
    }

    @Test
    void whatFailsIsTakenBackAtOnceAndNothingIsHeldBackForIt() {
        opened(1, "old", 4);
        began(7, 4);
        result(1, "somebody's", 5);
        effects.clear();
        given(new Overlay.Failed(7));
        given(new Overlay.Failed(7));
        given(new Overlay.Confirmed(7, new Commit(1, 6)));
        assertTook("show 1: somebody's");
    }

    @Test
    void severalWritesLieInTheOrderInWhichTheyBegan() {
        opened(1, "old", 4);
        began(7, 4);
        began(3, 4);
        began(5, 4);
        given(new Overlay.Failed(3));
        assertTook("show 1: old + 7?", "show 1: old + 7? + 3?", "show 1: old + 7? + 3? + 5?", "show 1: old + 7? + 5?");
    }

    @Test
    void aResultIsShownOnceItIsKnownOfEveryWrite() {
        opened(1, "old", 4);
        began(7, 4);
        began(8, 4);
        result(1, "with 7", 5);
        effects.clear();
        given(new Overlay.Confirmed(7, new Commit(1, 5)));
        assertTook("show 1: old + 7 + 8?");
        given(new Overlay.Confirmed(8, new Commit(1, 6)));
        assertTook("show 1: old + 7 + 8", "wake at 100");
        result(1, "with both", 6);
        assertTook("show 1: with both");
    }

    @Test
    void aRepeatableWriteHoldsNothingBack() {
        opened(1, "old", 4);
        given(new Overlay.Began(7, EVERYWHERE, new Commit(1, 4), true));
        effects.clear();
        result(1, "newer", 5);
        given(new Overlay.Confirmed(7, new Commit(1, 5)));
        assertTook("show 1: newer + 7?", "show 1: newer");
    }

    @Test
    void aQueryThatTheWriteDoesNotChangeIsAskedForAResultThatHasIt() {
        opened(1, "old", 4);
        began(7, 4);
        given(new Overlay.Confirmed(7, new Commit(1, 5)));
        effects.clear();
        passes(99);
        passes(1);
        passes(500);
        assertTook("wake at 100", "refresh 1");
        result(1, "old", 5);
        assertTook("show 1: old");
    }

    @Test
    void anOverlaidQueryThatTheWriteDoesNotConcernIsLeftAlone() {
        opened(1, "old", 4);
        given(new Overlay.Began(7, NOWHERE, new Commit(1, 4), false));
        result(1, "new", 5);
        given(new Overlay.Confirmed(7, new Commit(1, 6)));
        assertTook("show 1: new");
    }

    @Test
    void aQueryOpenedMeanwhileShowsTheWriteWhereItsFirstResultSurelyHasItNot() {
        began(7, 4);
        opened(1, "old", 4);
        opened(2, "perhaps", 5);
        given(new Overlay.Failed(7));
        assertTook("show 1: old + 7?", "show 1: old");
    }

    @Test
    void aConfirmedWriteThatTheFirstResultMayHaveDoesNotVanishWithAnOlderOne() {
        began(7, 4);
        opened(1, "unflushed", 5);
        given(new Overlay.Confirmed(7, new Commit(2, 3)));
        assertTook("wake at 100");
        given(new Overlay.GotResult(1, new Text("before it was run again"), new Commit(2, 2)));
        assertTook("wake at 100");
        given(new Overlay.GotResult(1, new Text("after"), new Commit(2, 3)));
        assertTook("show 1: after");
    }

    @Test
    void aFailoverChangesNothing() {
        opened(1, "old", 4);
        began(7, 4);
        result(1, "unflushed", 5);
        effects.clear();
        given(new Overlay.GotResult(1, new Text("of the next leader"), new Commit(2, 0)));
        result(1, "late, of the old one", 6);
        assertTook();
        given(new Overlay.Confirmed(7, new Commit(2, 3)));
        assertTook("show 1: old + 7", "wake at 100");
        given(new Overlay.GotResult(1, new Text("all of it"), new Commit(2, 3)));
        assertTook("show 1: all of it");
    }

    @Test
    void clearingTakesPendingWritesAwayAndLeavesConfirmedOnes() {
        opened(1, "old", 4);
        began(7, 4);
        began(8, 4);
        given(new Overlay.Confirmed(7, new Commit(1, 5)));
        effects.clear();
        given(new Overlay.Cleared());
        given(new Overlay.Confirmed(8, new Commit(1, 6)));
        assertTook("show 1: old + 7", "wake at 100", "wake at 100");
    }

    @Test
    void aWriteThatIsConfirmedAtACommitThatTheBaseHasIsInIt() {
        opened(1, "old", 4);
        given(new Overlay.Began(7, EVERYWHERE, new Commit(1, 4), true));
        given(new Overlay.Confirmed(7, new Commit(1, 4)));
        passes(1000);
        assertTook("show 1: old + 7?", "show 1: old");
    }

    @Test
    void aClosedQueryIsShownNothing() {
        opened(1, "old", 4);
        given(new Overlay.Closed(1));
        began(7, 4);
        result(1, "new", 5);
        given(new Overlay.Confirmed(7, new Commit(1, 5)));
        assertTook();
    }

    private void opened(int query, String result, int commit) {
        given(new Overlay.Opened(query, new Text("query " + query)));
        result(query, result, commit);
        effects.remove("show " + query + ": " + result);
    }

    private void began(int write, int before) {
        given(new Overlay.Began(write, EVERYWHERE, new Commit(1, before), false));
    }

    private void result(int query, String result, int commit) {
        given(new Overlay.GotResult(query, new Text(result), new Commit(1, commit)));
    }

    private void passes(double ms) {
        nowMs += ms;
        given(new Overlay.Tick());
    }

    private void given(Overlay.Input input) {
        overlay.step(input, nowMs, recorder);
    }

    private void assertTook(String... expected) {
        assertEquals(List.of(expected), effects);
        effects.clear();
    }

    private final Overlay.Effects recorder = new Overlay.Effects() {
        @Override
        public void show(int query, Payload result, Iterable<Layer> layers) {
            StringBuilder shown = new StringBuilder("show " + query + ": " + ((Text) result).text());
            for (Layer layer : layers) {
                shown.append(" + ").append(layer.write()).append(layer.isPending() ? "?" : "");
            }
            effects.add(shown.toString());
        }

        @Override
        public void refresh(int query) {
            effects.add("refresh " + query);
        }

        @Override
        public void wakeAt(double atMs) {
            effects.add("wake at " + (int) atMs);
        }
    };
}
