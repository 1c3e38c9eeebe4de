package org.tabularium.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a leader is asked for a sign of life, and when it is given up. */
class SilenceTest {
    private static final int TIMEOUT_MS = 8_000;

    private final Silence silence = new Silence(TIMEOUT_MS);
    private final ClientNodeRecorder out = new ClientNodeRecorder();
    private double nowMs;

    @Test
    void whoWaitsForNothingListensToNothing() {
        lookAt(0, false);
        lookAt(100_000, false);
        assertTook();
    }

    @Test
    void aSilentLeaderIsAskedThreeTimesAndThenGivenUp() {
        lookAt(0, true);
        assertTook("wakeAt 2000.0");
        lookAt(2_000, true);
        assertTook("probe", "wakeAt 4000.0");
        lookAt(4_000, true);
        assertTook("probe", "wakeAt 6000.0");
        lookAt(6_000, true);
        assertTook("probe", "wakeAt 8000.0");
        lookAt(8_000, true);
        assertTook("depose", "wakeAt 10000.0");
    }

    @Test
    void whoeverFollowsIsGivenAsLong() {
        for (int atMs = 0; atMs <= TIMEOUT_MS; atMs += 2_000) {
            lookAt(atMs, true);
        }
        out.took();
        lookAt(TIMEOUT_MS + 2_000, true);
        assertTook("probe", "wakeAt 12000.0");
    }

    @Test
    void aLookTooEarlyDoesNothing() {
        lookAt(0, true);
        out.took();
        lookAt(500, true);
        lookAt(1_999, true);
        assertTook("wakeAt 2000.0", "wakeAt 2000.0");
    }

    @Test
    void aSignOfLifeBeginsTheSilenceAnew() {
        lookAt(0, true);
        lookAt(2_000, true);
        lookAt(4_000, true);
        out.took();
        silence.broken(5_000);
        lookAt(5_000, true);
        lookAt(7_000, true);
        assertTook("wakeAt 7000.0", "probe", "wakeAt 9000.0");
    }

    @Test
    void silenceCountsFromTheMomentSomethingIsWaitedFor() {
        lookAt(0, true);
        lookAt(2_000, true);
        lookAt(3_000, false);
        lookAt(50_000, true);
        out.took();
        lookAt(51_000, true);
        assertTook("wakeAt 52000.0");
    }

    @Test
    void aTabThatSleptGivesTheLeaderTimeToAnswer() {
        lookAt(0, true);
        out.took();
        lookAt(600_000, true);
        assertTook("probe", "wakeAt 602000.0");
    }

    @Test
    void aTabThatIsWokenSeldomNeedsAsManyLooks() {
        lookAt(0, true);
        List<String> heard = new ArrayList<>();
        for (int minute = 1; minute <= 4; minute++) {
            out.took();
            lookAt(minute * 60_000, true);
            heard.add(out.took().get(0));
        }
        assertEquals(List.of("probe", "probe", "probe", "depose"), heard);
    }

    private void lookAt(double atMs, boolean waits) {
        nowMs = atMs;
        silence.look(nowMs, waits, out);
    }

    private void assertTook(String... expected) {
        assertEquals(List.of(expected), out.took());
    }
}
