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
import org.tabularium.node.ClientNode;
import org.tabularium.sim.store.SimRows;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.store.SimTables;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;

/** A judge that cannot condemn is none: each is shown a lie. */
class CheckersTest {
    private static final Failure NOT_RUN = Failure.of(ErrorCode.ABORTED, "", Outcome.NOT_RUN);
    private static final Failure LOST = Failure.of(ErrorCode.LEADER_LOST, "", Outcome.UNKNOWN);
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
        ClientNode.Call read = call(2, Operation.QUERY, 0, new SimSql("read todo"));
        checker.called("a", read);
        assertBroken("a read sees", () -> end(checker, 2, null, false));
    }

    @Test
    void aLossInAnOrderlyRunIsSeen() {
        insert(1, 0, "milk");
        end(1, LOST);
        assertDoesNotThrow(() -> new OrderlyHandover(ledger).atEnd(ending()));
        assertBroken(
                "an orderly handover", () -> new OrderlyHandover(ledger).atEnd(new Ending(List.of(), truth, true)));
    }

    private Ending ending() {
        return new Ending(List.of(), truth, false);
    }

    private void insert(int number, int transaction, String row) {
        call(number, Operation.QUERY, transaction, new SimSql("insert todo " + row));
    }

    private ClientNode.Call call(int number, Operation operation, int transaction, SimSql statement) {
        boolean isRead = statement != null && statement.isRead();
        ClientNode.Call call =
                new ClientNode.Call(number, operation, isRead, transaction, Durability.DISK, 1_000, 1_000, statement);
        ledger.called("a", call);
        return call;
    }

    private void end(int number, Failure failure) {
        ledger.ended("a", number, failure, SimRows.NOTHING, Commit.NONE, false);
    }

    private void end(Checker checker, int number, Failure failure, boolean isLate) {
        ledger.ended("a", number, failure, SimRows.NOTHING, Commit.NONE, isLate);
        checker.ended("a", number, failure, SimRows.NOTHING, Commit.NONE, isLate);
    }

    private static void assertBroken(String promise, Runnable lie) {
        Violation violation = assertThrows(Violation.class, lie::run);
        assertTrue(violation.getMessage().startsWith(promise), violation.getMessage());
    }
}
