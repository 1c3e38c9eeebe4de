package org.tabularium.sim.check;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.node.ClientInput;
import org.tabularium.sim.store.SimRows;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.store.SimTables;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/** A judge that cannot condemn is none: each is shown a lie. */
class CheckersTest {
    private static final Failure NOT_RUN = Failure.of(ErrorCode.ABORTED, "", Outcome.NOT_RUN);
    private static final Failure LOST = Failure.of(ErrorCode.SESSION_EXPIRED, "", Outcome.UNKNOWN);
    private static final Failure PENDING = Failure.of(ErrorCode.ABORTED, "", Outcome.PENDING);

    private final Ledger ledger = new Ledger();
    private final SimTables truth = new SimTables();

    @Test
    void aCallThatEndsTwiceIsSeen() {
        EverythingEnds checker = new EverythingEnds(ledger);
        insert(1, 0, "milk");
        end(checker, 1, null, false);
        assertBroken("every call ends once", () -> end(checker, 1, null, false));
    }

    @Test
    void aPendingCallMayEndOnceMore() {
        EverythingEnds checker = new EverythingEnds(ledger);
        insert(1, 0, "milk");
        end(checker, 1, PENDING, false);
        end(checker, 1, null, true);
        assertBroken("every call ends once", () -> end(checker, 1, null, true));
    }

    @Test
    void aLostWriteIsSeen() {
        insert(1, 0, "milk");
        end(1, null);
        assertBroken("a write takes effect", () -> new WritesOnce(ledger).atEnd(ending()));
        truth.insert("todo", "milk");
        assertDoesNotThrow(() -> new WritesOnce(ledger).atEnd(ending()));
    }

    @Test
    void aWriteThatHappenedTwiceIsSeenWhateverWasSaidOfIt() {
        insert(1, 0, "milk");
        end(1, LOST);
        truth.insert("todo", "milk");
        assertDoesNotThrow(() -> new WritesOnce(ledger).atEnd(ending()));
        truth.insert("todo", "milk");
        assertBroken("a write takes effect", () -> new WritesOnce(ledger).atEnd(ending()));
    }

    @Test
    void aWriteThatWasDeniedIsSeen() {
        insert(1, 0, "milk");
        end(1, NOT_RUN);
        truth.insert("todo", "milk");
        assertBroken("a write takes effect", () -> new WritesOnce(ledger).atEnd(ending()));
    }

    @Test
    void anOutcomeThatIsNotToldIsSeen() {
        EverythingEnds checker = new EverythingEnds(ledger);
        insert(1, 0, "milk");
        end(checker, 1, LOST, false);
        insert(2, 0, "salt");
        Failure untold = Failure.of(ErrorCode.ENGINE_DIED, "", Outcome.UNKNOWN);
        assertBroken("every outcome is told", () -> end(checker, 2, untold, false));
    }

    @Test
    void anAnswerToSomethingElseIsSeen() {
        WritesOnce checker = new WritesOnce(ledger);
        insert(1, 0, "milk");
        insert(2, 0, "salt");
        SimRows other = new SimRows(List.of("milk"));
        assertBroken("a write takes effect", () -> end(checker, reply(2, null, other), false));
    }

    @Test
    void anAcknowledgementBelowItsLevelIsSeen() {
        WritesOnce checker = new WritesOnce(ledger);
        insert(1, 0, "milk");
        ToClient.Reply early = new ToClient.Reply(1, null, answer(1), false, Commit.NONE, Durability.MEMORY);
        assertBroken("a write takes effect", () -> end(checker, early, false));
    }

    @Test
    void onlyWhatWasNotOnTheDiskMayBeGoneAfterAPowerCut() {
        insert(1, 0, "milk");
        insert(2, 0, "salt");
        ledger.ended("a", new ToClient.Reply(1, null, answer(1), false, Commit.NONE, Durability.MEMORY), false);
        end(2, null);
        ledger.powerCut();
        truth.insert("todo", "salt");
        assertDoesNotThrow(() -> new WritesOnce(ledger).atEnd(ending()));
        assertBroken(
                "a write takes effect",
                () -> new WritesOnce(ledger).atEnd(new Ending(List.of(), new SimTables(), 0, false)));
    }

    @Test
    void aScriptIsThereAsFarAsItsPartsGo() {
        call(1, Operation.SCRIPT, 0, new SimSql("insert todo milk; insert todo oil; commit; insert todo salt"));
        end(1, LOST);
        truth.insert("todo", "milk");
        assertBroken("a write takes effect", () -> new WritesOnce(ledger).atEnd(ending()));
        truth.insert("todo", "oil");
        assertDoesNotThrow(() -> new WritesOnce(ledger).atEnd(ending()));
    }

    @Test
    void aScriptWithoutItsBeginningIsSeen() {
        call(1, Operation.SCRIPT, 0, new SimSql("insert todo milk; commit; insert todo salt"));
        end(1, LOST);
        truth.insert("todo", "salt");
        assertBroken("a write takes effect", () -> new WritesOnce(ledger).atEnd(ending()));
    }

    @Test
    void aJournalThatForgetsNothingIsSeen() {
        JournalIsBounded checker = new JournalIsBounded();
        for (int number = 1; number <= 3; number++) {
            checker.called("a", call(number, Operation.QUERY, 0, new SimSql("insert todo milk")));
            checker.ended("a", reply(number, null, SimRows.NOTHING), false);
        }
        assertDoesNotThrow(() -> checker.atEnd(new Ending(List.of(), truth, 2, false)));
        assertBroken("the journal is bounded", () -> checker.atEnd(new Ending(List.of(), truth, 3, false)));
    }

    @Test
    void halfATransactionIsSeen() {
        insert(2, 1, "milk");
        insert(3, 1, "salt");
        call(4, Operation.COMMIT, 1, null);
        end(2, null);
        end(3, null);
        end(4, LOST);
        assertDoesNotThrow(() -> new WholeTransactions(ledger).atEnd(ending()));
        truth.insert("todo", "milk");
        assertBroken("a transaction is whole", () -> new WholeTransactions(ledger).atEnd(ending()));
        truth.insert("todo", "salt");
        assertDoesNotThrow(() -> new WholeTransactions(ledger).atEnd(ending()));
    }

    @Test
    void aTransactionThatNobodyCommittedIsSeen() {
        insert(2, 1, "milk");
        end(2, null);
        truth.insert("todo", "milk");
        assertBroken("a transaction is whole", () -> new WholeTransactions(ledger).atEnd(ending()));
    }

    @Test
    void aTermWithTwoLeadersIsSeen() {
        OneLeader checker = new OneLeader();
        checker.led("a", 1);
        assertBroken("there is one leader", () -> checker.led("b", 1));
    }

    @Test
    void aTabThatBelievesToLeadIsSeen() {
        OneLeader checker = new OneLeader();
        checker.led("a", 1);
        assertBroken("there is one leader", () -> checker.welcomed("b", 1, true));
        assertBroken("there is one leader", () -> checker.demoted("b"));
    }

    @Test
    void aTabThatGoesBackToAnEarlierLeaderIsSeen() {
        OneLeader checker = new OneLeader();
        checker.led("a", 1);
        checker.led("b", 2);
        checker.welcomed("c", 2, false);
        assertBroken("there is one leader", () -> checker.welcomed("c", 1, false));
    }

    @Test
    void aLiveQueryThatGoesBackIsSeen() {
        LiveFollows checker = new LiveFollows();
        checker.subscribed("a", 1, new SimSql("read todo"));
        checker.liveResult("a", 1, SimRows.NOTHING, new Commit(2, 3));
        assertBroken("a live query follows", () -> checker.liveResult("a", 1, SimRows.NOTHING, new Commit(1, 9)));
        checker.unsubscribed("a", 1);
        assertBroken("a live query follows", () -> checker.liveResult("a", 1, SimRows.NOTHING, new Commit(2, 4)));
    }

    @Test
    void aReadOfThePastIsSeen() {
        ReadsSeeWrites checker = new ReadsSeeWrites(ledger);
        insert(1, 0, "milk");
        end(checker, 1, null, false);
        ClientInput.Call read = call(2, Operation.QUERY, 0, new SimSql("read todo"));
        checker.called("a", read);
        assertBroken("a read sees", () -> end(checker, 2, null, false));
    }

    @Test
    void aLossInAnOrderlyRunIsSeen() {
        call(1, Operation.COMMIT, 1, null);
        end(1, Failure.of(ErrorCode.TX_ABORTED_FAILOVER, "", Outcome.ROLLED_BACK));
        assertDoesNotThrow(() -> new OrderlyHandover(ledger).atEnd(ending()));
        assertBroken(
                "an orderly handover", () -> new OrderlyHandover(ledger).atEnd(new Ending(List.of(), truth, 0, true)));
    }

    private Ending ending() {
        return new Ending(List.of(), truth, 0, false);
    }

    private void insert(int number, int transaction, String row) {
        call(number, Operation.QUERY, transaction, new SimSql("insert todo " + row));
    }

    private ClientInput.Call call(int number, Operation operation, int transaction, SimSql statement) {
        boolean isRead = statement != null && statement.isRead();
        ClientInput.Call call = new ClientInput.Call(
                number, operation, isRead, transaction, Durability.DISK, 1_000, Commit.NONE, 1_000, statement);
        ledger.called("a", call);
        return call;
    }

    private void end(int number, Failure failure) {
        ledger.ended("a", reply(number, failure, answer(number)), false);
    }

    private void end(Checker checker, int number, Failure failure, boolean isLate) {
        end(checker, reply(number, failure, answer(number)), isLate);
    }

    private void end(Checker checker, ToClient.Reply reply, boolean isLate) {
        ledger.ended("a", reply, isLate);
        checker.ended("a", reply, isLate);
    }

    private static ToClient.Reply reply(int number, Failure failure, SimRows answer) {
        return new ToClient.Reply(number, failure, answer, false, Commit.NONE, Durability.DISK);
    }

    /** What an engine answers to a row that is added. */
    private SimRows answer(int number) {
        CallRecord call = ledger.get("a", number);
        boolean isInsert =
                call.operation() == Operation.QUERY && call.statement().isInsert();
        return isInsert ? new SimRows(List.of(call.statement().row())) : SimRows.NOTHING;
    }

    private static void assertBroken(String promise, Runnable lie) {
        Violation violation = assertThrows(Violation.class, lie::run);
        assertTrue(violation.getMessage().startsWith(promise), violation.getMessage());
    }
}
