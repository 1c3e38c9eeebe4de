package org.tabularium.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Note;

/** A write is run once, whoever asks how often. */
class SchedulerJournalTest extends SchedulerRig {
    @Test
    void whatStandsAloneHasAPlaceAndATransactionHasOneForItsCommit() {
        out.tellsNotes = true;
        submit(write("a", 1));
        done();
        flushed();
        assertTook("run a1 in 0", "commit 3.1", "flush DISK", "a1 ok at 3.1 on disk");
        opened("b", 1);
        submit(inTransaction("b", 2, 1));
        doneInTransaction();
        out.took();
        submit(commit("b", 3, 1));
        assertTook("run COMMIT in 1");
    }

    @Test
    void aPlaceThatWasNotUsedIsTakenByTheNext() {
        out.tellsNotes = true;
        submit(read("a", 1));
        done();
        submit(write("a", 2));
        failed();
        submit(write("b", 1));
        assertTook("run a1 in 0", "a1 ok at 3.0", "run a2 in 0", "a2 SQL_ERROR ROLLED_BACK at 3.0", "run b1 in 0");
    }

    @Test
    void aPlaceIsKeptUntilTheTabHasSeenTheEnd() {
        out.tellsNotes = true;
        submit(write("a", 1));
        done();
        flushed();
        submit(settlingBelow(1, read("a", 2)));
        done();
        out.took();
        submit(settlingBelow(3, read("a", 3)));
        assertTook("run a3 in 0");
    }

    @Test
    void thePlaceOfACommitThatChangedNothingIsTakenByTheNext() {
        out.tellsNotes = true;
        opened("a", 1);
        submit(readInTransaction("a", 2, 1));
        doneInTransaction();
        out.took();
        submit(commit("a", 3, 1));
        done();
        submit(write("a", 4));
        assertTook("run COMMIT in 0", "a3 ok at 3.0", "run a4 in 0");
    }

    @Test
    void whatAnEarlierLeaderRanIsAnsweredFromTheJournal() {
        leadWith(entry(4, "a", 1, Entry.DONE));
        submit(write("a", 1));
        submit(write("a", 2));
        assertTook("run RECALL a1 from 4");
        done();
        assertTook("a1 ok at 3.0 on disk", "run a2");
    }

    @Test
    void whatNoLeaderRanIsRun() {
        leadWith(entry(0, "a", 1, Entry.DONE), entry(1, "b", 2, Entry.DONE));
        submit(write("a", 2));
        assertTook("run a2");
    }

    @Test
    void whoseAnswerGotLostIsAnsweredFromTheJournalNotBeforeItIsKept() {
        submit(memoryWrite("a", 1));
        done();
        flushed();
        ended("a");
        out.took();
        submit(memoryWrite("a", 1));
        assertTook("run RECALL a1 from 0");
        done();
        assertTook("flush MEMORY");
        flushed();
        assertTook("a1 ok at 3.1", "wakeAt 100.0");
    }

    @Test
    void whatRunsIsNotRunAgainForTheNewConnection() {
        submit(write("a", 1));
        ended("a");
        submit(write("a", 1));
        done();
        submit(write("a", 1));
        flushed();
        assertTook("run a1", "commit 3.1", "flush DISK", "a1 ok at 3.1 on disk");
    }

    @Test
    void whatWaitedInTheQueueOfTheLastConnectionRunsOnce() {
        submit(read("b", 1));
        submit(write("a", 1));
        ended("a");
        submit(write("a", 1));
        done();
        doneWithoutEffect();
        assertTook("run b1", "b1 ok at 3.0", "run a1", "a1 ok at 3.0");
    }

    @Test
    void theOutcomeThatWasPendingGoesToTheNewConnection() {
        submit(write("a", 1));
        done();
        flushFailed();
        ended("a");
        out.took();
        submit(recall(write("a", 1)));
        tickAt(1_000);
        flushed();
        assertTook("wakeAt 1000.0", "flush DISK", "a1 ok at 3.1 on disk");
    }

    @Test
    void aRecallIsNeverRun() {
        submit(recall(write("a", 1)));
        submit(recall(commit("a", 3, 2)));
        assertTook("not kept a1", "not kept a3");
    }

    @Test
    void aRecallWaitsForItsTurn() {
        submit(read("b", 1));
        submit(recall(write("a", 1)));
        assertTook("run b1");
        done();
        assertTook("b1 ok at 3.0", "not kept a1");
    }

    @Test
    void aCommitIsRecalledFromTheJournal() {
        leadWith(entry(0, "a", 3, Entry.DONE));
        submit(recall(commit("a", 3, 1)));
        done();
        assertTook("run RECALL a3 from 0", "a3 ok at 3.0 on disk");
    }

    @Test
    void whatCannotBeRepeatedIsNot() {
        leadWith(entry(0, "a", 1, Entry.BEGUN));
        submit(write("a", 1));
        submit(recall(write("a", 1)));
        assertTook("a1 NOT_REPEATED UNKNOWN at 3.0", "a1 NOT_REPEATED UNKNOWN at 3.0");
    }

    @Test
    void aScriptGoesOnAfterThePartsThatHaveCommitted() {
        out.tellsNotes = true;
        leadWith(entry(7, "a", 1, 2));
        submit(script("a", 1));
        assertTook("run a1 after part 2 in 7");
        done();
        flushed();
        submit(script("a", 1));
        assertTook("commit 3.1", "flush DISK", "a1 ok at 3.1 on disk", "run RECALL a1 from 7");
    }

    @Test
    void aScriptThatFailedWhenItWentOnKeepsItsPlace() {
        out.tellsNotes = true;
        leadWith(entry(0, "a", 1, 2));
        submit(script("a", 1));
        failed();
        submit(write("b", 1));
        doneWithoutEffect();
        submit(script("a", 1));
        assertTook(
                "run a1 after part 2 in 0",
                "a1 SQL_ERROR ROLLED_BACK at 3.0",
                "run b1 in 1",
                "b1 ok at 3.0",
                "run a1 after part 2 in 0");
    }

    @Test
    void aScriptThatIsNotToBeRunAnyMoreDoesNotGoOn() {
        leadWith(entry(0, "a", 1, 2));
        submit(recall(script("a", 1)));
        assertTook("a1 NOT_REPEATED UNKNOWN at 3.0");
    }

    @Test
    void whatFailedHalfWayIsNotTakenForDone() {
        submit(script("a", 1));
        failedHalfWay();
        flushed();
        ended("a");
        out.took();
        submit(script("a", 1));
        assertTook("a1 NOT_REPEATED UNKNOWN at 3.1");
    }

    @Test
    void whatHasTakenEffectIsNotWithdrawn() {
        leadWith(entry(0, "a", 1, Entry.DONE));
        submit(read("b", 1));
        submit(write("a", 1));
        submit(write("a", 2));
        cancel("a", 1);
        cancel("a", 2);
        assertTook("run b1", "begun a1", "withdrawn a2");
        done();
        assertTook("b1 ok at 3.0", "run RECALL a1 from 0");
    }

    @Test
    void aRequestThatEndedLongAgoIsNotObeyed() {
        submit(settlingBelow(5, read("a", 5)));
        out.took();
        submit(write("a", 4));
        assertTook("a4 PROTOCOL_ERROR NOT_RUN at 3.0");
    }

    @Test
    void aRequestThatCrossedItsOwnAnswerIsNotRunAgain() {
        submit(write("a", 1));
        done();
        ended("a");
        flushed();
        submit(read("b", 1));
        out.took();
        submit(write("a", 1));
        submit(settlingBelow(2, write("a", 2)));
        done();
        assertTook("b1 ok at 3.1", "a1 PROTOCOL_ERROR NOT_RUN at 3.1", "run a2");
    }

    @Test
    void anAnswerWithoutEffectDoesNotCrossTheRequestOfTheNewConnection() {
        submit(write("a", 1));
        ended("a");
        failed();
        assertTook("run a1");
        submit(write("a", 1));
        done();
        flushed();
        assertTook("run a1", "commit 3.1", "flush DISK", "a1 ok at 3.1 on disk");
    }

    @Test
    void whoAskedAgainInTimeHearsOfAFailure() {
        submit(write("a", 1));
        ended("a");
        submit(write("a", 1));
        failed();
        assertTook("run a1", "a1 SQL_ERROR ROLLED_BACK at 3.0");
    }

    @Test
    void theNodesOwnRequestsAreBelowEveryNumber() {
        opened("a", 1);
        out.took();
        submit(settlingBelow(2, rollback("a", -1, 1)));
        assertTook("run ROLLBACK");
    }

    @Test
    void aTabThatIsPutAwayFindsTheOutcomeWhenItComesBack() {
        submit(write("a", 1));
        ended("a");
        gone("a");
        done();
        flushed();
        out.took();
        nowMs = Journal.KEPT_MS - 1;
        submit(write("a", 1));
        assertTook("run RECALL a1 from 0");
    }

    @Test
    void theJournalTellsOfWhichSessionsItKnows() {
        leadWith(entry(0, "a", 1, Entry.DONE), entry(1, "b", 2, 3), entry(2, "a", 2, Entry.BEGUN));
        assertEquals(List.of("a", "b"), scheduler.rememberedSessions());
    }

    private static Entry entry(int slot, String session, int number, int progress) {
        return new Entry(new Note(slot, session, number), progress);
    }
}
