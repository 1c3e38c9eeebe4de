package org.tabularium.node;

import org.junit.jupiter.api.Test;
import org.tabularium.wire.ToClient;

/** When a tab doubts that its leader lives; {@link SilenceTest} tells how it doubts. */
class ClientNodeSilenceTest extends ClientNodeRig {
    @Test
    void anIdleTabLeavesItsLeaderAlone() {
        following(1, 4, "other");
        tickAt(100_000);
        assertTook();
    }

    @Test
    void aTabWithoutALeaderLooksForOneThatSleeps() {
        tickAt(0);
        tickAt(2_500);
        tickAt(5_000);
        tickAt(7_500);
        tickAt(10_000);
        assertTook(
                "wakeAt 2500.0",
                "probe",
                "wakeAt 5000.0",
                "probe",
                "wakeAt 7500.0",
                "probe",
                "wakeAt 10000.0",
                "depose",
                "wakeAt 12500.0");
    }

    @Test
    void aCallThatIsNotAnsweredMakesATabDoubt() {
        following(1, 4, "other");
        nowMs = 50_000;
        write(1);
        assertTook("wakeAt 1050000.0", "request 1 on 1", "wakeAt 52500.0");
        tickAt(52_500);
        assertTook("wakeAt 1050000.0", "probe", "wakeAt 55000.0");
    }

    @Test
    void whoeverHoldsTheLockAndAnswersIsWaitedFor() {
        out.tellsWakes = false;
        following(1, 4, "other");
        write(1);
        out.took();
        for (int atMs = 2_500; atMs <= 100_000; atMs += 2_500) {
            tickAt(atMs);
            given(new ClientInput.LeaderAnswered());
            assertTook("probe");
        }
    }

    @Test
    void everyMessageOfTheLeaderIsASignOfLife() {
        out.tellsWakes = false;
        following(1, 4, "other");
        write(1);
        write(2);
        out.took();
        nowMs = 2_400;
        reply(1, 1);
        tickAt(4_800);
        assertTook("1 ok");
        tickAt(4_900);
        assertTook("probe");
    }

    @Test
    void aMessageOfSomebodyElseIsNone() {
        out.tellsWakes = false;
        following(1, 4, "other");
        write(1);
        out.took();
        nowMs = 2_400;
        received(7, new ToClient.Leaving());
        tickAt(2_500);
        assertTook("probe");
    }

    @Test
    void whoHasItsAnswerDoubtsNoMore() {
        following(1, 4, "other");
        write(1);
        tickAt(2_500);
        reply(1, 1);
        out.took();
        tickAt(100_000);
        assertTook();
    }

    @Test
    void aTabThatIsPutAwayDoubtsNobody() {
        following(1, 4, "other");
        write(1);
        given(new ClientInput.Detached());
        out.took();
        out.tellsWakes = false;
        tickAt(100_000);
        tickAt(200_000);
        assertTook();
    }

    @Test
    void aTabThatIsBackDoubtsWhomeverItDoesNotHear() {
        following(1, 4, "other");
        given(new ClientInput.Detached());
        given(new ClientInput.Attached());
        out.took();
        out.tellsWakes = false;
        tickAt(nowMs + 5_000);
        assertTook("probe");
    }

    @Test
    void aTabThatIsClosedDoubtsNobody() {
        given(new ClientInput.Close());
        out.took();
        tickAt(100_000);
        assertTook();
    }
}
