package org.tabularium.browser.page;

import org.tabularium.browser.js.Callback;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.node.ClientInput;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.teavm.jso.JSExport;
import org.teavm.jso.JSObject;

/** An open database as the facade uses it; {@code PageClient} in the facade's {@code page.d.ts}. */
public final class PageClient {
    private final PageHost host;
    private final ReadTexts reads = new ReadTexts();

    PageClient(PageHost host) {
        this.host = host;
    }

    /** Calls the leader; returns the call's number. */
    @JSExport
    public int call(
            String operation, JSObject statement, int transaction, String durability, int deadlineMs, Settle settle) {
        Operation asked = switch (operation) {
            case "query" -> Operation.QUERY;
            case "script" -> Operation.SCRIPT;
            case "begin" -> Operation.BEGIN;
            case "commit" -> Operation.COMMIT;
            default -> Operation.ROLLBACK;
        };
        boolean isRead = asked == Operation.QUERY && reads.areReads(statement);
        return host.calls()
                .call(asked, isRead, transaction, durability(durability), deadlineMs, JsPayload.of(statement), settle);
    }

    /** Calls back when a commit is on the disk; returns the call's number. */
    @JSExport
    public int sync(double commit, int deadlineMs, Settle settle) {
        return host.calls().sync(commit, deadlineMs, settle);
    }

    private static Durability durability(String name) {
        return name.equals("memory") ? Durability.MEMORY : Durability.DISK;
    }

    /** Stops waiting for a call. */
    @JSExport
    public void cancel(int callNumber) {
        host.input(new ClientInput.Abort(callNumber));
    }

    /** Subscribes to a query; returns the subscription's number. */
    @JSExport
    public int subscribe(String key, JSObject statement, OnResult onResult, OnFailure onFailure) {
        return host.subscriptions().subscribe(key, JsPayload.of(statement), onResult, onFailure);
    }

    /** Ends a subscription. */
    @JSExport
    public void unsubscribe(int subscription) {
        host.subscriptions().unsubscribe(subscription);
    }

    /** Has a subscription's query run now. */
    @JSExport
    public void refresh(int subscription) {
        host.input(new ClientInput.Refresh(subscription));
    }

    /** Hands leadership on, if this tab has it. */
    @JSExport
    public void resign() {
        host.resign();
    }

    /** Closes the database in this tab. */
    @JSExport
    public void close(Callback done) {
        host.close(done);
    }
}
