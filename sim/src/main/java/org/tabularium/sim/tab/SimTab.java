package org.tabularium.sim.tab;

import org.tabularium.node.ClientNode;
import org.tabularium.node.LeaderNode;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.world.SimLocks;
import org.tabularium.sim.world.SimProcess;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Holder;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;

/** A tab: a page and its worker, with everything an application and a user can do to it. */
public final class SimTab {
    private final SimOrigin origin;
    private final String name;
    private final Holder self;
    private final SimProcess process;
    private final SimPage page;
    private SimLocks.Claim sessionLock;
    private SimWorker worker;
    private int lastCall;
    private int lastSubscription;
    private boolean isClosing;
    private boolean isGone;

    /** Opens a tab; its name is its session id. */
    public SimTab(SimOrigin origin, String name, String id, String appVersion, Protocol protocol) {
        this.origin = origin;
        this.name = name;
        this.self = new Holder(name, id, appVersion, protocol);
        this.process = origin.world().process(name);
        this.page = new SimPage(
                origin, process, new ClientNode.Self(name, id, appVersion, protocol), this::tellWorker, this::stopped);
        origin.note(name, "opens");
        wake(page::connectToBroker);
    }

    /** Takes the session's lock, then starts the worker and looks for a leader. */
    private void wake(Runnable seek) {
        sessionLock = origin.locks().request("session " + name, process, () -> {
            startWorker();
            seek.run();
        });
    }

    private void startWorker() {
        worker = new SimWorker(origin, page, process, self);
        tellWorker(node().term());
    }

    private void tellWorker(int term) {
        if (worker != null && term > 0) {
            worker.post(new LeaderNode.TermSeen(term));
        }
    }

    /** The tab's name. */
    public String name() {
        return name;
    }

    /** Whether an application runs here and may call. */
    public boolean isUsable() {
        return worker != null && !isGone && !isClosing;
    }

    /** Whether the tab is neither closed nor crashed. */
    public boolean isAlive() {
        return !isGone;
    }

    /** Whether the tab is alive and means to stay so. */
    public boolean isOpen() {
        return !isGone && !isClosing;
    }

    /** Whether the tab is put away. */
    public boolean isAway() {
        return !isGone && page.isAway();
    }

    /** What the page knows. */
    public ClientNode node() {
        return page.node();
    }

    /** Whether the tab's worker leads. */
    public boolean isLeading() {
        return worker != null && worker.isLeading();
    }

    /** The number the next call will have. */
    public int nextCall() {
        return lastCall + 1;
    }

    /** Calls as an application does; the number of the call, which for a BEGIN is that of the transaction. */
    public int call(Operation operation, SimSql statement, int transaction, Durability durability, int deadlineMs) {
        lastCall++;
        int number = lastCall;
        boolean isRead = statement != null && statement.isRead() && operation == Operation.QUERY;
        ClientNode.Call call = new ClientNode.Call(
                number,
                operation,
                isRead,
                operation == Operation.BEGIN ? number : transaction,
                durability,
                TRANSACTION_IDLE_MS,
                deadlineMs,
                statement);
        if (origin.transcript().isKept()) {
            origin.note(name, "CALL " + number + ": " + Words.of(call));
        }
        origin.tell(watcher -> watcher.called(name, call));
        page.input(call);
        return number;
    }

    /** Aborts a call. */
    public void abort(int number) {
        origin.note(name, "ABORT " + number);
        page.input(new ClientNode.Abort(number));
    }

    /** Subscribes to a query. */
    public int subscribe(SimSql query) {
        lastSubscription++;
        int subscription = lastSubscription;
        origin.note(name, "LIVE " + subscription + " BEGINS: " + Words.of(query));
        origin.tell(watcher -> watcher.subscribed(name, subscription, query));
        page.input(new ClientNode.Subscribe(subscription, query.text(), query));
        return subscription;
    }

    /** Ends a subscription. */
    public void unsubscribe(int subscription) {
        origin.note(name, "LIVE " + subscription + " IS ENDED");
        origin.tell(watcher -> watcher.unsubscribed(name, subscription));
        page.input(new ClientNode.Unsubscribe(subscription));
    }

    /** Has a live query run again. */
    public void refresh(int subscription) {
        origin.note(name, "LIVE " + subscription + " IS REFRESHED");
        page.input(new ClientNode.Refresh(subscription));
    }

    /** Hands leadership on, if the tab has it. */
    public void resign() {
        origin.note(name, "HANDS LEADERSHIP ON");
        worker.post(new LeaderNode.Resign(false));
    }

    /** Closes the database in this tab, in good order. */
    public void close() {
        origin.note(name, "CLOSES");
        isClosing = true;
        page.input(new ClientNode.Close());
        worker.post(new LeaderNode.Resign(true));
    }

    /** The tab's processes are gone from one event to the next. */
    public void crash() {
        origin.note(name, "CRASHES");
        end(false);
        origin.brokers().crashed(name);
    }

    /** The tab's worker dies and nothing else does; the page notices and makes another. */
    public void killWorker() {
        origin.note(name, "LOSES ITS WORKER");
        worker.die();
        worker = null;
        origin.world().after(RESPAWN_MS, process, () -> {
            if (worker == null && !isClosing && !page.isAway()) {
                startWorker();
            }
        });
    }

    /** Puts the page away, as the back/forward cache does: its worker is ended and its locks are free. */
    public void hide() {
        origin.note(name, "IS PUT AWAY");
        page.away();
        worker.die();
        worker = null;
        sessionLock.release();
    }

    /** Brings the page back. */
    public void show() {
        origin.note(name, "IS BACK");
        wake(page::back);
    }

    private void stopped() {
        if (!isGone) {
            origin.note(name, "is closed");
            end(true);
        }
    }

    private void end(boolean isOrderly) {
        isGone = true;
        process.die();
        if (worker != null) {
            worker.die();
        }
        origin.tell(watcher -> watcher.gone(name, isOrderly));
    }

    private static final int TRANSACTION_IDLE_MS = 1_000;
    private static final int RESPAWN_MS = 50;
}
