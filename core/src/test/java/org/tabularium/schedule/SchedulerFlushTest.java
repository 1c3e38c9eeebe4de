package org.tabularium.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;
import org.tabularium.sql.EngineCall;

/** Which answers wait for the store, for how long, and what they say. */
class SchedulerFlushTest extends SchedulerRig {
    @Test
    void writesThatAwaitTheFlushShareOne() {
        submit(write("a", 1));
        submit(write("b", 1));
        submit(read("a", 2));
        done();
        done();
        assertTook("run a1", "commit 3.1", "run b1", "commit 3.2", "run a2");
        done();
        assertTook("a2 ok at 3.2", "flush DISK");
        submit(read("a", 3));
        assertTook();
        flushed();
        assertTook("a1 ok at 3.1 on disk", "b1 ok at 3.2 on disk", "run a3");
    }

    @Test
    void aWriteThatRanDuringNoFlushWaitsForTheNext() {
        submit(write("a", 1));
        done();
        submit(write("b", 1));
        out.took();
        flushed();
        assertTook("a1 ok at 3.1 on disk", "run b1");
        done();
        assertTook("commit 3.2", "flush DISK");
    }

    @Test
    void aWriteToMemoryWaitsForALightFlushAndReachesTheDiskSoon() {
        submit(memoryWrite("a", 1));
        done();
        assertTook("run a1", "commit 3.1", "flush MEMORY");
        flushed();
        assertTook("a1 ok at 3.1", "wakeAt 100.0");
        tickAt(99);
        assertTook("wakeAt 100.0");
        tickAt(100);
        assertTook("flush DISK");
        flushed();
        assertTook();
    }

    @Test
    void whoWaitsForTheDiskTakesTheOthersThere() {
        submit(memoryWrite("a", 1));
        submit(write("b", 1));
        done();
        done();
        assertTook("run a1", "commit 3.1", "run b1", "commit 3.2", "flush DISK");
        flushed();
        assertTook("a1 ok at 3.1 on disk", "b1 ok at 3.2 on disk");
    }

    @Test
    void whatIsCommittedAfterAFlushHasBegunIsStillOffTheDisk() {
        submit(write("a", 1));
        done();
        submit(memoryWrite("b", 1));
        flushed();
        done();
        out.took();
        flushed();
        assertTook("b1 ok at 3.2", "wakeAt 100.0");
    }

    @Test
    void aFlushIsNotPutOffForEver() {
        submit(memoryWrite("a", 1));
        done();
        submit(read("a", 2));
        submit(read("a", 3));
        flushed();
        out.took();
        nowMs = 100;
        done();
        assertTook("a2 ok at 3.1", "flush DISK");
        flushed();
        assertTook("run a3");
    }

    @Test
    void aFullGroupIsFlushedThoughMoreIsWaiting() {
        for (int i = 1; i <= Flushes.GROUP_LIMIT + 2; i++) {
            submit(write("a", i));
        }
        for (int i = 0; i <= Flushes.GROUP_LIMIT; i++) {
            done();
        }
        List<String> took = out.took();
        assertEquals("flush DISK", took.get(took.size() - 1));
    }

    @Test
    void aFlushWaitsALittleForTheEndOfAnOpenTransaction() {
        submit(write("b", 1));
        submit(begin("a", 1));
        done();
        doneInTransaction();
        assertTook("run b1", "commit 3.1", "run BEGIN", "a1 ok at 3.1", "wakeAt 20.0", "wakeAt 5000.0");
        tickAt(19);
        assertTook("wakeAt 20.0", "wakeAt 5000.0");
        tickAt(20);
        assertTook("flush DISK");
        flushed();
        assertTook("b1 ok at 3.1 on disk", "wakeAt 5000.0");
    }

    @Test
    void whoWaitsForAFlushThatFailedIsToldSoAndServedByTheNext() {
        submit(write("a", 1));
        done();
        out.took();
        flushFailed();
        assertTook("a1 FLUSH_FAILED PENDING at 3.1", "wakeAt 1000.0");
        tickAt(999);
        assertTook("wakeAt 1000.0");
        tickAt(1_000);
        assertTook("flush DISK");
        flushFailed();
        assertTook("wakeAt 2000.0");
        tickAt(2_000);
        flushed();
        assertTook("flush DISK", "a1 ok at 3.1 on disk");
    }

    @Test
    void whileTheStoreCannotBeWrittenReadsAreAnsweredAndWritesWaitForTheNextTry() {
        submit(write("a", 1));
        done();
        flushFailed();
        out.took();
        submit(memoryWrite("b", 1));
        done();
        submit(read("b", 2));
        done();
        assertTook("run b1", "commit 3.2", "wakeAt 1000.0", "run b2", "b2 ok at 3.2", "wakeAt 1000.0");
        tickAt(1_000);
        flushed();
        assertTook("flush DISK", "a1 ok at 3.1 on disk", "b1 ok at 3.2 on disk");
    }

    @Test
    void aLightFlushThatFailedIsTriedAgainAtTheDisk() {
        submit(memoryWrite("a", 1));
        done();
        flushFailed();
        out.took();
        tickAt(1_000);
        assertTook("flush DISK");
    }

    @Test
    void whatIsOnTheDiskIsSaidToBeThereAtOnce() {
        submit(sync("a", 1, new Commit(3, 0)));
        assertTook("a1 ok at 3.0 on disk");
    }

    @Test
    void whatReachedMemoryIsTakenToTheDiskForWhoAsks() {
        submit(memoryWrite("a", 1));
        done();
        flushed();
        out.took();
        submit(sync("a", 2, new Commit(3, 1)));
        assertTook("flush DISK");
        flushed();
        assertTook("a2 ok at 3.1 on disk");
    }

    @Test
    void aFlushThatIsUnderWayDoesNotServeWhoAsksMeanwhile() {
        submit(write("a", 1));
        done();
        submit(sync("b", 1, new Commit(3, 1)));
        out.took();
        flushed();
        assertTook("a1 ok at 3.1 on disk", "flush DISK");
        flushed();
        assertTook("b1 ok at 3.1 on disk");
    }

    @Test
    void commitsOfEarlierLeadersAreOnTheDisk() {
        submit(memoryWrite("a", 1));
        done();
        flushed();
        out.took();
        submit(sync("a", 2, new Commit(2, 9)));
        assertTook("a2 ok at 3.1 on disk", "wakeAt 100.0");
    }

    @Test
    void nobodyWaitsForACommitThatDoesNotExist() {
        submit(sync("a", 1, new Commit(3, 1)));
        submit(sync("a", 2, new Commit(4, 0)));
        assertTook("a1 PROTOCOL_ERROR NOT_RUN at 3.0", "a2 PROTOCOL_ERROR NOT_RUN at 3.0");
    }

    @Test
    void changeCaptureIsFlushedThoughNobodyWaitsForIt() {
        submit(Job.internal(1, new EngineCall.Watch(new SchedulerWords.Text("live"))));
        done();
        assertTook("run WATCH live", "1 ok at 3.0", "wakeAt 100.0");
        tickAt(100);
        assertTook("flush DISK");
    }

    @Test
    void callsRunWhileAFlushAsideIsUnderWayAndWaitForTheNext() {
        flushAside();
        submit(write("a", 1));
        done();
        assertTook("run a1", "commit 3.1", "flush DISK");
        submit(read("b", 1));
        submit(write("c", 1));
        done();
        done();
        assertTook("run b1", "b1 ok at 3.1", "run c1", "commit 3.2");
        flushed();
        assertTook("a1 ok at 3.1 on disk", "flush DISK");
        flushed();
        assertTook("c1 ok at 3.2 on disk");
    }

    @Test
    void noMoreThanAGroupRunsWhileAFlushAsideIsUnderWay() {
        flushAside();
        submit(write("a", 1));
        done();
        for (int number = 2; number <= Flushes.GROUP_LIMIT + 3; number++) {
            submit(write("a", number));
        }
        for (int number = 2; number <= Flushes.GROUP_LIMIT + 2; number++) {
            done();
        }
        out.took();
        submit(read("b", 1));
        assertTook();
        flushed();
        assertTook("a1 ok at 3.1 on disk", "flush DISK", "run a" + (Flushes.GROUP_LIMIT + 3));
    }

    @Test
    void whoWaitedForAFlushAsideThatFailedWaitsForTheNext() {
        flushAside();
        submit(write("a", 1));
        done();
        submit(write("b", 1));
        done();
        out.took();
        flushFailed();
        assertTook("a1 FLUSH_FAILED PENDING at 3.1", "wakeAt 1000.0");
        tickAt(1_000);
        assertTook("flush DISK");
        flushed();
        assertTook("a1 ok at 3.1 on disk", "b1 ok at 3.2 on disk");
    }

    @Test
    void aTransactionIsFlushedAsideAtOnce() {
        flushAside();
        submit(write("a", 1));
        submit(begin("b", 1));
        done();
        doneInTransaction();
        assertTook("run a1", "commit 3.1", "run BEGIN", "b1 ok at 3.1", "flush DISK");
        submit(inTransaction("b", 2, 1));
        assertTook("run b2");
        flushed();
        assertTook("a1 ok at 3.1 on disk");
    }

    @Test
    void aLeaderThatLeavesWaitsForTheFlushAside() {
        flushAside();
        submit(write("a", 1));
        done();
        out.took();
        drainUntil(2_000);
        assertTook();
        flushed();
        assertTook("a1 ok at 3.1 on disk", "drained");
    }
}
