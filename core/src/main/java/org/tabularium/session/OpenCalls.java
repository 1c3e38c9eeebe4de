package org.tabularium.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.ToClient;

/** The calls and transactions of a tab that have not ended, in their order, and how many calls are in flight. */
final class OpenCalls {
    private final Map<Integer, Call> calls = new LinkedHashMap<>();
    /** Open transactions; the value is the connection each began on. */
    private final Map<Integer, Integer> transactions = new LinkedHashMap<>();

    private double bytes;
    private int sentCount;
    private double sentBytes;
    private int lastNumber;

    /** The application has given this number to a call, be it one that ends at once. */
    void numbered(int number) {
        lastNumber = Math.max(lastNumber, number);
    }

    void add(Call call) {
        calls.put(call.request.number(), call);
        bytes += call.sizeBytes;
    }

    /** What all of them take, in bytes. */
    double bytes() {
        return bytes;
    }

    /** The call with this number, or null. */
    Call find(int number) {
        return calls.get(number);
    }

    int size() {
        return calls.size();
    }

    /** The calls that are open now; they may end while this is walked through. */
    List<Call> snapshot() {
        return new ArrayList<>(calls.values());
    }

    /** How many calls are in flight. */
    int sentCount() {
        return sentCount;
    }

    /** What the calls in flight take, in bytes. */
    double sentBytes() {
        return sentBytes;
    }

    void sent(Call call) {
        sentCount++;
        sentBytes += call.sizeBytes;
        call.isSent = true;
        call.sends++;
    }

    /** The leader that the call was sent to will not answer it. */
    void takeBack(Call call) {
        if (call.isSent) {
            call.isSent = false;
            sentCount--;
            sentBytes -= call.sizeBytes;
        }
    }

    /** Every request with a smaller number has ended. Numbers below zero are the node's own and are never kept. */
    int settledBelow() {
        for (int number : calls.keySet()) {
            if (number > 0) {
                return number;
            }
        }
        return lastNumber + 1;
    }

    void transactionBegun(int transaction, int connection) {
        transactions.put(transaction, connection);
    }

    /** The connection a transaction began on, or null where it is not open. */
    Integer homeOf(int transaction) {
        return transactions.get(transaction);
    }

    boolean hasTransactionOn(int connection) {
        return transactions.containsValue(connection);
    }

    /** The call has ended, and with it the transaction that it was to end. */
    void ended(Call call) {
        if (calls.remove(call.request.number()) != null) {
            bytes -= call.sizeBytes;
        }
        takeBack(call);
        if (call.is(Operation.COMMIT) || call.is(Operation.ROLLBACK)) {
            transactions.remove(call.request.transaction());
        }
    }

    /** Ends a call that no leader answers; {@code failure} is null where that is as good as an answer. */
    void end(Call call, Failure failure, SessionEffects out) {
        ended(call);
        settle(call, failure, call.isToldPending, out);
    }

    /** Tells the application the end of a call. */
    static void settle(Call call, Failure failure, boolean isLate, SessionEffects out) {
        int number = call.request.number();
        out.settle(new ToClient.Reply(number, failure, null, false, Commit.NONE, Durability.MEMORY), isLate);
    }
}
