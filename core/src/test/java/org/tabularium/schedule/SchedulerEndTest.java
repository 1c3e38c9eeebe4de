package org.tabularium.schedule;

import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;

/** How a leader comes to its end, in good order or not: whatever was asked for is answered here or by the next. */
class SchedulerEndTest extends SchedulerRig {
    @Test
    void drainingMovesWhatHasNotBegunAndFlushesTheRest() {
        submit(write("a", 1));
        submit(write("b", 1));
        out.took();
        drainUntil(2_000);
        submit(write("c", 1));
        submit(sync("c", 2, new Commit(3, 0)));
        assertTook("moved b1", "moved c1", "moved c2");
        done();
        assertTook("commit 3.1", "flush DISK");
        flushed();
        assertTook("a1 ok at 3.1 on disk", "drained");
        tickAt(5_000);
        assertTook();
    }

    @Test
    void drainingTakesToTheDiskWhatNobodyWaitsFor() {
        submit(memoryWrite("a", 1));
        done();
        flushed();
        out.took();
        drainUntil(2_000);
        assertTook("flush DISK");
        flushed();
        assertTook("drained");
    }

    @Test
    void drainingDoesNotWaitForAStoreThatCannotBeWritten() {
        submit(write("a", 1));
        done();
        out.took();
        drainUntil(2_000);
        flushFailed();
        assertTook("a1 FLUSH_FAILED PENDING at 3.1", "moved a1 begun", "drained");
    }

    @Test
    void drainingLetsATransactionEnd() {
        opened("a", 1);
        out.took();
        drainUntil(2_000);
        submit(inTransaction("a", 2, 1));
        doneInTransaction();
        submit(commit("a", 3, 1));
        assertTook("wakeAt 2000.0", "run a2", "a2 ok at 3.0", "wakeAt 2000.0", "run COMMIT");
        done();
        assertTook("commit 3.1", "flush DISK");
        flushed();
        assertTook("a3 ok at 3.1 on disk", "drained");
    }

    @Test
    void drainingEndsATransactionThatTakesTooLong() {
        opened("a", 1);
        submit(inTransaction("a", 2, 1));
        submit(inTransaction("a", 3, 1));
        drainUntil(2_000);
        out.took();
        tickAt(2_000);
        assertTook();
        doneInTransaction();
        assertTook("a2 ok at 3.0", "a3 TX_ABORTED_FAILOVER ROLLED_BACK at 3.0", "run ROLLBACK");
        submit(inTransaction("a", 4, 1));
        done();
        assertTook("a4 TX_ABORTED_FAILOVER ROLLED_BACK at 3.0", "drained");
    }

    @Test
    void aRecallThatComesTooLateGoesToTheNextLeader() {
        submit(read("b", 1));
        drainUntil(2_000);
        out.took();
        submit(recall(commit("a", 3, 1)));
        submit(recall(write("a", 4)));
        assertTook("moved a3", "moved a4");
    }

    @Test
    void whenTheEngineDiesTheWriteThatRanIsDoubtedAndTheRestGoesToTheNextLeader() {
        submit(write("a", 1));
        done();
        submit(write("b", 1));
        submit(read("c", 1));
        flushed();
        submit(write("d", 1));
        out.took();
        abandon(DEAD);
        assertTook("doubted b1 ENGINE_DIED", "moved c1", "moved d1");
    }

    @Test
    void whenTheEngineDiesTheReadThatRanIsDoubtedToo() {
        submit(read("a", 1));
        out.took();
        abandon(DEAD);
        assertTook("doubted a1 ENGINE_DIED");
    }

    @Test
    void whenTheEngineDiesInAFlushWhatWaitedForItIsDoubted() {
        submit(write("a", 1));
        submit(write("b", 1));
        done();
        done();
        out.took();
        abandon(DEAD);
        assertTook("doubted a1 ENGINE_DIED", "doubted b1 ENGINE_DIED");
    }

    @Test
    void whenTheEngineDiesUnderACallWhatWaitsForTheStoreIsLookedUpByTheNextLeader() {
        submit(write("a", 1));
        submit(write("b", 1));
        done();
        out.took();
        abandon(DEAD);
        assertTook("moved a1 begun", "doubted b1 ENGINE_DIED");
    }

    @Test
    void whenTheEngineDiesWhatWaitedForARetryIsLookedUpByTheNextLeader() {
        submit(write("a", 1));
        done();
        flushFailed();
        out.took();
        abandon(DEAD);
        assertTook("moved a1 begun");
    }

    @Test
    void whenTheEngineDiesAnOpenTransactionIsGone() {
        opened("a", 1);
        submit(inTransaction("a", 2, 1));
        submit(inTransaction("a", 3, 1));
        out.took();
        abandon(DEAD);
        assertTook("a2 TX_ABORTED_FAILOVER ROLLED_BACK at 3.0", "a3 TX_ABORTED_FAILOVER ROLLED_BACK at 3.0");
    }

    @Test
    void whenTheEngineDiesARunningCommitIsLookedUpByTheNextLeader() {
        opened("a", 1);
        submit(inTransaction("a", 2, 1));
        doneInTransaction();
        submit(commit("a", 3, 1));
        out.took();
        abandon(DEAD);
        assertTook("moved a3 begun");
    }

    @Test
    void whenTheEngineDiesATransactionThatWasOpeningOpensWithTheNextLeader() {
        submit(begin("a", 1));
        out.took();
        abandon(DEAD);
        assertTook("moved a1 begun");
    }

    @Test
    void aLeaderWhoseEngineStillWorksDoubtsNothing() {
        submit(write("a", 1));
        submit(write("b", 1));
        out.took();
        abandon(null);
        assertTook("moved a1 begun", "moved b1");
    }
}
