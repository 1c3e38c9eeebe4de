package org.tabularium.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.sql.EngineCall;

/** Whose turn it is; the tests beside it tell of flushes, transactions, the journal and the end. */
class SchedulerTest extends SchedulerRig {
    @Test
    void readsRunInOrderAndWaitForNoFlush() {
        submit(read("a", 1));
        submit(read("b", 1));
        assertTook("run a1");
        done();
        assertTook("a1 ok at 3.0", "run b1");
        done();
        assertTook("b1 ok at 3.0");
    }

    @Test
    void sessionsTakeTurns() {
        for (int number = 1; number <= 4; number++) {
            submit(read("a", number));
        }
        submit(read("b", 1));
        submit(read("b", 2));
        submit(read("c", 1));
        for (int i = 0; i < 7; i++) {
            done();
        }
        assertEquals(
                List.of("run a1", "run a2", "run b1", "run c1", "run a3", "run b2", "run a4"),
                out.took().stream().filter(effect -> effect.startsWith("run")).toList());
    }

    @Test
    void aSessionThatIsForgottenHasNoTurn() {
        submit(read("a", 1));
        submit(read("b", 1));
        submit(read("b", 2));
        submit(read("c", 1));
        ended("b");
        out.took();
        done();
        assertTook("a1 ok at 3.0", "run c1");
    }

    @Test
    void aWriteThatChangedNothingWaitsForNoFlush() {
        submit(write("a", 1));
        doneWithoutEffect();
        assertTook("run a1", "a1 ok at 3.0");
    }

    @Test
    void aReadThatChangedSomethingIsAWrite() {
        submit(read("a", 1));
        executed(null, false, true);
        assertTook("run a1", "commit 3.1", "flush DISK");
        flushed();
        assertTook("a1 ok at 3.1 on disk");
    }

    @Test
    void aStatementThatFailedCommitsNothing() {
        submit(write("a", 1));
        failed();
        assertTook("run a1", "a1 SQL_ERROR ROLLED_BACK at 3.0");
    }

    @Test
    void aScriptThatFailedHalfWayHasCommitted() {
        submit(script("a", 1));
        failedHalfWay();
        assertTook("run a1", "commit 3.1", "flush DISK");
        flushed();
        assertTook("a1 SQL_ERROR UNKNOWN at 3.1 on disk");
    }

    @Test
    void aStatementThatLeavesATransactionOpenIsRolledBack() {
        submit(write("a", 1));
        out.took();
        executed(null, true, false);
        assertTook("run ROLLBACK");
        done();
        assertTook("a1 TX_UNMANAGED ROLLED_BACK at 3.0");
    }

    @Test
    void aScriptThatLeavesATransactionOpenMayHaveCommittedBefore() {
        submit(script("a", 1));
        executed(null, true, true);
        assertTook("run a1", "run ROLLBACK");
        done();
        assertTook("commit 3.1", "flush DISK");
        flushed();
        assertTook("a1 TX_UNMANAGED UNKNOWN at 3.1 on disk");
    }

    @Test
    void whatATabHadQueuedIsDroppedWithItsConnection() {
        submit(read("b", 1));
        submit(write("a", 1));
        submit(read("b", 2));
        submit(write("a", 2));
        ended("a");
        done();
        done();
        assertTook("run b1", "b1 ok at 3.0", "run b2", "b2 ok at 3.0");
    }

    @Test
    void aJobThatHasNotBegunIsWithdrawn() {
        submit(write("a", 1));
        submit(write("a", 2));
        out.took();
        cancel("a", 2);
        cancel("a", 1);
        cancel("b", 1);
        assertTook("withdrawn a2", "begun a1");
        done();
        cancel("a", 1);
        assertTook("commit 3.1", "flush DISK", "begun a1");
        flushed();
        cancel("a", 1);
        assertTook("a1 ok at 3.1 on disk");
    }

    @Test
    void theLeadersOwnJobsComeAfterThoseOfSessionsButNotForEver() {
        submit(read("a", 1));
        submit(Job.internal(9, new EngineCall.Rerun(new SchedulerWords.Text("live"))));
        for (int i = 2; i <= Flushes.GROUP_LIMIT; i++) {
            submit(read("a", i));
        }
        out.took();
        for (int i = 0; i <= Waiting.OWN_PATIENCE; i++) {
            done();
        }
        List<String> took = out.took();
        assertEquals("run live", took.get(took.size() - 1));
        done();
        assertTook("9 ok at 3.0", "run a" + (Waiting.OWN_PATIENCE + 2));
    }

    @Test
    void anAnswerThatNobodyAskedForIsABug() {
        assertThrows(IllegalStateException.class, this::doneWithoutEffect);
        assertThrows(IllegalStateException.class, this::flushed);
    }
}
