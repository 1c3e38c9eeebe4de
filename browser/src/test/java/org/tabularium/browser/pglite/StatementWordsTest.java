package org.tabularium.browser.pglite;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class StatementWordsTest {
    @Test
    void proceduresAndSomeBlocksMayCommitOnTheWay() {
        assertTrue(StatementWords.mayCommitOnTheWay("call p()"));
        assertTrue(StatementWords.mayCommitOnTheWay("select 1; CALL p()"));
        assertTrue(StatementWords.mayCommitOnTheWay("do $$ begin COMMIT; end $$"));
        assertTrue(StatementWords.mayCommitOnTheWay("do $$ begin Call p(); end $$"));
        assertFalse(StatementWords.mayCommitOnTheWay("do $$ begin perform 1; end $$"));
        assertFalse(StatementWords.mayCommitOnTheWay("select 'call p()', call from t"));
    }

    @Test
    void soMayWhatBuildsAnewPieceByPiece() {
        assertTrue(StatementWords.mayCommitOnTheWay("Create Unique Index Concurrently i on t (a)"));
        assertTrue(StatementWords.mayCommitOnTheWay("drop index concurrently i"));
        assertTrue(StatementWords.mayCommitOnTheWay("alter table t detach partition u concurrently"));
        assertTrue(StatementWords.mayCommitOnTheWay("reindex (concurrently) table t"));
        assertTrue(StatementWords.mayCommitOnTheWay("reindex database"));
        assertTrue(StatementWords.mayCommitOnTheWay("/* all */ cluster"));
        assertFalse(StatementWords.mayCommitOnTheWay("create index i on t (a)"));
        assertFalse(StatementWords.mayCommitOnTheWay("vacuum"));
    }

    @Test
    void someStatementsMayRefuseATransaction() {
        assertTrue(StatementWords.mayRefuseTransaction("vacuum"));
        assertTrue(StatementWords.mayRefuseTransaction("/* now */ Call p()"));
        assertTrue(StatementWords.mayRefuseTransaction("create index concurrently i on t (a)"));
        assertTrue(StatementWords.mayRefuseTransaction("something new"));
        assertFalse(StatementWords.mayRefuseTransaction("insert into t values (1)"));
        assertFalse(StatementWords.mayRefuseTransaction("((select 1))"));
        assertFalse(StatementWords.mayRefuseTransaction("savepoint s"));
        assertFalse(StatementWords.mayRefuseTransaction("-- nothing"));
    }

    @Test
    void aTransactionIsEndedByItsOwnWordsOnly() {
        assertTrue(StatementWords.endsTransaction("select 1; COMMIT"));
        assertTrue(StatementWords.endsTransaction("rollback work"));
        assertTrue(StatementWords.endsTransaction("abort"));
        assertTrue(StatementWords.endsTransaction("end"));
        assertTrue(StatementWords.endsTransaction("prepare transaction 'x'"));
        assertFalse(StatementWords.endsTransaction("rollback to savepoint s"));
        assertFalse(StatementWords.endsTransaction("rollback transaction to s"));
        assertFalse(StatementWords.endsTransaction("prepare p as select 1"));
        assertFalse(StatementWords.endsTransaction("select 'commit' -- commit"));
    }

    @Test
    void whatMeansTheSameAMomentLaterMayBePrepared() {
        assertTrue(StatementWords.isPreparable("select * from t where id = $1"));
        assertTrue(StatementWords.isPreparable("-- why\n((select 'a'))"));
        assertTrue(StatementWords.isPreparable("select now(), 'a'"));
        assertTrue(StatementWords.isPreparable("insert into t values (1)"));
        assertFalse(StatementWords.isPreparable("select 'now'::timestamptz"));
        assertFalse(StatementWords.isPreparable("select * from t where day = 'Tomorrow'"));
        assertFalse(StatementWords.isPreparable("select E'n\\x6fw'::timestamptz"));
        assertFalse(StatementWords.isPreparable("select now(), 'now'::timestamptz"));
        assertFalse(StatementWords.isPreparable("vacuum"));
        assertFalse(StatementWords.isPreparable("set a = 1"));
        assertFalse(StatementWords.isPreparable(""));
    }

    @Test
    void changesOfRowsChangeNothingElse() {
        assertTrue(StatementWords.areChangesOfRows("insert into t select 1; DELETE from t"));
        assertFalse(StatementWords.areChangesOfRows("select f()"));
        assertFalse(StatementWords.areChangesOfRows("delete from t; create table u ()"));
        assertFalse(StatementWords.areChangesOfRows("with a as (select f()) insert into t select 1"));
    }
}
