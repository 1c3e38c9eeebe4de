package org.tabularium.browser.page;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.browser.js.CommitNumbers;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.driver.ClientDriver;
import org.tabularium.node.ClientInput;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/** The application's calls whose end it has not been told. */
final class PageCalls {
    /** A call of JavaScript's own would be wrapped, at every call, to be in a map of Java's. */
    private record Call(Settle settle) {}

    private final ClientDriver driver;
    private final int transactionIdleMs;
    private final Map<Integer, Call> calls = new LinkedHashMap<>();
    private int last;

    PageCalls(ClientDriver driver, int transactionIdleMs) {
        this.driver = driver;
        this.transactionIdleMs = transactionIdleMs;
    }

    /** Calls the leader; returns the call's number. */
    int call(
            Operation operation,
            boolean isRead,
            int transaction,
            Durability durability,
            int deadlineMs,
            Payload statement,
            Settle settle) {
        int number = add(settle);
        driver.input(new ClientInput.Call(
                number,
                operation,
                isRead,
                operation == Operation.BEGIN ? number : transaction,
                durability,
                transactionIdleMs,
                Commit.NONE,
                deadlineMs,
                statement));
        return number;
    }

    /** Waits until a commit is on the disk; returns the call's number. */
    int sync(double commit, int deadlineMs, Settle settle) {
        int number = add(settle);
        Commit awaited = CommitNumbers.commitOf(commit);
        driver.input(
                new ClientInput.Call(number, Operation.SYNC, true, 0, Durability.DISK, 0, awaited, deadlineMs, null));
        return number;
    }

    private int add(Settle settle) {
        last++;
        calls.put(last, new Call(settle));
        return last;
    }

    /** Tells the end of a call; it is its last one unless its outcome is pending. */
    void settle(ToClient.Reply end, boolean isLate) {
        boolean isLast = end.failure() == null || end.failure().outcome() != Outcome.PENDING;
        Call call = isLast ? calls.remove(end.number()) : calls.get(end.number());
        if (call != null) {
            call.settle.settle(
                    PlainFailure.of(end.failure()),
                    JsPayload.valueOf(end.result()),
                    end.isAbridged(),
                    CommitNumbers.numberOf(end.commit()),
                    end.level() == Durability.DISK ? "disk" : "memory",
                    isLate);
        }
    }
}
