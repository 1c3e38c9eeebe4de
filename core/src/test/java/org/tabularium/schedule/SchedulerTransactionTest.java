package org.tabularium.schedule;

import org.junit.jupiter.api.Test;

/** A transaction has the engine for itself, and not for longer than it may. */
class SchedulerTransactionTest extends SchedulerRig {
    @Test
    void aTransactionHasTheEngineForItself() {
        opened("a", 1);
        submit(write("b", 1));
        submit(inTransaction("a", 2, 1));
        assertTook("run BEGIN", "a1 ok at 3.0", "wakeAt 5000.0", "wakeAt 5000.0", "run a2");
        doneInTransaction();
        assertTook("a2 ok at 3.0", "wakeAt 5000.0");
        submit(commit("a", 3, 1));
        done();
        assertTook("run COMMIT", "commit 3.1", "run b1");
        done();
        assertTook("commit 3.2", "flush DISK");
        flushed();
        assertTook("a3 ok at 3.1 on disk", "b1 ok at 3.2 on disk");
    }

    @Test
    void aTransactionThatOnlyReadCommitsNothing() {
        opened("a", 1);
        submit(readInTransaction("a", 2, 1));
        doneInTransaction();
        out.took();
        submit(commit("a", 3, 1));
        done();
        assertTook("run COMMIT", "a3 ok at 3.0");
    }

    @Test
    void aCommitThatFailedCommitsNothing() {
        opened("a", 1);
        submit(inTransaction("a", 2, 1));
        doneInTransaction();
        out.took();
        submit(commit("a", 3, 1));
        failed();
        assertTook("run COMMIT", "a3 SQL_ERROR ROLLED_BACK at 3.0");
    }

    @Test
    void aRollbackCommitsNothing() {
        opened("a", 1);
        submit(inTransaction("a", 2, 1));
        doneInTransaction();
        out.took();
        submit(rollback("a", 3, 1));
        done();
        assertTook("run ROLLBACK", "a3 ok at 3.0");
    }

    @Test
    void aTransactionEndedByItsOwnStatementTakesNoMore() {
        opened("a", 1);
        submit(inTransaction("a", 2, 1));
        submit(inTransaction("a", 3, 1));
        out.took();
        done();
        assertTook("a3 TX_CLOSED NOT_RUN at 3.0", "commit 3.1", "flush DISK");
        submit(inTransaction("a", 4, 1));
        assertTook("a4 TX_CLOSED ROLLED_BACK at 3.1");
    }

    @Test
    void nobodyElsesTransactionCanBeUsed() {
        opened("a", 1);
        out.took();
        submit(inTransaction("b", 2, 1));
        assertTook("b2 TX_CLOSED ROLLED_BACK at 3.0", "wakeAt 5000.0");
    }

    @Test
    void anIdleTransactionIsRolledBack() {
        opened("a", 1);
        submit(write("b", 1));
        out.took();
        tickAt(IDLE_MS - 1);
        assertTook("wakeAt 5000.0");
        tickAt(IDLE_MS);
        assertTook("run ROLLBACK");
        submit(inTransaction("a", 2, 1));
        assertTook("a2 TX_CLOSED ROLLED_BACK at 3.0");
        done();
        assertTook("run b1");
    }

    @Test
    void aTransactionThatIsWorkedOnIsNotIdle() {
        opened("a", 1);
        submit(inTransaction("a", 2, 1));
        out.took();
        tickAt(IDLE_MS);
        assertTook();
        doneInTransaction();
        assertTook("a2 ok at 3.0", "wakeAt 10000.0");
    }

    @Test
    void aTransactionIsRolledBackAtOnceWithItsConnection() {
        opened("a", 1);
        submit(write("b", 1));
        out.took();
        ended("a");
        assertTook("run ROLLBACK");
        done();
        assertTook("run b1");
    }

    @Test
    void theStatementThatRunsEndsBeforeItsTransactionIsRolledBack() {
        opened("a", 1);
        submit(inTransaction("a", 2, 1));
        submit(inTransaction("a", 3, 1));
        out.took();
        ended("a");
        assertTook();
        doneInTransaction();
        assertTook("run ROLLBACK");
    }

    @Test
    void aTransactionThatIsJustOpeningIsRolledBackUnheard() {
        submit(begin("a", 1));
        out.took();
        ended("a");
        doneInTransaction();
        assertTook("run ROLLBACK");
    }

    @Test
    void aBeginThatIsSentAgainOpensATransactionOfTheNewConnection() {
        submit(begin("a", 1));
        ended("a");
        submit(begin("a", 1));
        doneInTransaction();
        assertTook("run BEGIN", "run ROLLBACK");
        done();
        doneInTransaction();
        assertTook("run BEGIN", "a1 ok at 3.0", "wakeAt 5000.0");
        submit(inTransaction("a", 2, 1));
        assertTook("run a2");
    }

    @Test
    void aStatementOfATransactionThatHasNotBegunIsWithdrawn() {
        opened("a", 1);
        submit(inTransaction("a", 2, 1));
        submit(inTransaction("a", 3, 1));
        out.took();
        cancel("a", 3);
        assertTook("withdrawn a3");
    }

    @Test
    void aTransactionWhoseEndIsWithdrawnIsRolledBackAtOnce() {
        for (boolean isCommit : new boolean[] {true, false}) {
            opened("a", 1);
            submit(inTransaction("a", 2, 1));
            submit(isCommit ? commit("a", 3, 1) : rollback("a", 3, 1));
            submit(write("b", 1));
            out.took();
            cancel("a", 3);
            assertTook("withdrawn a3");
            doneInTransaction();
            assertTook("a2 ok at 3.0", "run ROLLBACK");
            done();
            assertTook("run b1");
            failed();
            out.took();
        }
    }

    @Test
    void aCommitThatRunsIsNotStoppedByTheLossOfItsConnection() {
        opened("a", 1);
        submit(inTransaction("a", 2, 1));
        doneInTransaction();
        submit(commit("a", 3, 1));
        out.took();
        ended("a");
        submit(recall(commit("a", 3, 1)));
        assertTook();
        done();
        assertTook("commit 3.1", "flush DISK");
        flushed();
        assertTook("a3 ok at 3.1 on disk");
    }

    @Test
    void aCommitThatHadNotBegunWhenItsConnectionWasLostIsNotKept() {
        opened("a", 1);
        submit(inTransaction("a", 2, 1));
        submit(commit("a", 3, 1));
        out.took();
        ended("a");
        submit(recall(commit("a", 3, 1)));
        doneInTransaction();
        assertTook("run ROLLBACK");
        done();
        assertTook("not kept a3");
    }
}
