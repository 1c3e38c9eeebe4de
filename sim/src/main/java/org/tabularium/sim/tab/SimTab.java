package org.tabularium.sim.tab;

import java.util.LinkedHashSet;
import java.util.Set;
import org.tabularium.base.Commit;
import org.tabularium.node.ClientInput;
import org.tabularium.node.ClientNode;
import org.tabularium.node.LeaderInput;
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
    private final Set<Integer> subscriptions = new LinkedHashSet<>();
    private SimLocks.Claim sessionLock;
    private SimWorker worker;
    private int lastCall;
    private int lastSubscription;
    private boolean isAway;
    private boolean isClosing;
    private boolean isPageDone;
    private boolean isWorkerStopped;
    private boolean isGone;

    /** Opens a tab; its name is its session id. */
    public SimTab(SimOrigin origin, String name, String id, String appVersion, Protocol protocol) {
        this.origin = origin;
        this.name = name;
        this.self = new Holder(name, id, appVersion, protocol);
        this.process = origin.world().process(name);
        this.page = new SimPage(
                origin,
                process,
                new ClientNode.Self(name, id, appVersion, protocol, origin.leaderTimeoutMs()),
                new PageEvents());
        origin.note(name, "opens");
        wake(page::connectToBroker);
    }

    /**
     * Takes the session's lock, then starts the worker and looks for a leader. Whoever still has the lock of a tab that
     * was away only watches it, and may be frozen.
     */
    private void wake(Runnable seek) {
        sessionLock = origin.locks()
                .steal(
                        "session " + name,
                        process,
                        () -> {
                            startWorker();
                            seek.run();
                        },
                        () -> {});
    }

    private void startWorker() {
        worker = new SimWorker(origin, page, process, self);
        tellWorker(node().term());
    }

    private void tellWorker(int term) {
        if (worker != null && term > 0) {
            worker.post(new LeaderInput.TermSeen(term));
        }
    }

    /** The tab's name. */
    public String name() {
        return name;
    }

    /** Whether an application runs here and may call. */
    public boolean isUsable() {
        return worker != null && !isGone && !isClosing && !process.isFrozen();
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
        return !isGone && isAway;
    }

    /** Whether the tab is frozen. */
    public boolean isFrozen() {
        return !isGone && process.isFrozen();
    }

    /** Whether the application has this subscription. */
    public boolean hasSubscription(int subscription) {
        return subscriptions.contains(subscription);
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
        return call(operation, statement, transaction, durability, Commit.NONE, deadlineMs);
    }

    /** Waits until the last commit this tab was told of is on the disk. */
    public int sync(int deadlineMs) {
        return call(Operation.SYNC, null, 0, Durability.DISK, page.lastCommit(), deadlineMs);
    }

    private int call(
            Operation operation,
            SimSql statement,
            int transaction,
            Durability durability,
            Commit awaited,
            int deadlineMs) {
        lastCall++;
        int number = lastCall;
        boolean isRead = operation == Operation.SYNC
                || (operation == Operation.QUERY && statement != null && statement.looksLikeRead());
        ClientInput.Call call = new ClientInput.Call(
                number,
                operation,
                isRead,
                operation == Operation.BEGIN ? number : transaction,
                durability,
                TRANSACTION_IDLE_MS,
                awaited,
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
        origin.note(name, "ABORT ", number);
        page.input(new ClientInput.Abort(number));
    }

    /** Subscribes to a query. */
    public int subscribe(SimSql query) {
        lastSubscription++;
        int subscription = lastSubscription;
        subscriptions.add(subscription);
        origin.note(name, "LIVE " + subscription + " BEGINS: " + Words.of(query));
        origin.tell(watcher -> watcher.subscribed(name, subscription, query));
        page.input(new ClientInput.Subscribe(subscription, query.text(), query));
        return subscription;
    }

    /** Ends a subscription. */
    public void unsubscribe(int subscription) {
        origin.note(name, "LIVE ", subscription, " IS ENDED");
        subscriptions.remove(subscription);
        origin.tell(watcher -> watcher.unsubscribed(name, subscription));
        page.input(new ClientInput.Unsubscribe(subscription));
    }

    /** Has a live query run again. */
    public void refresh(int subscription) {
        origin.note(name, "LIVE ", subscription, " IS REFRESHED");
        page.input(new ClientInput.Refresh(subscription));
    }

    /** Hands leadership on, if the tab has it. */
    public void resign() {
        origin.note(name, "HANDS LEADERSHIP ON");
        worker.post(new LeaderInput.Resign(false));
    }

    /** Closes the database in this tab, in good order. */
    public void close() {
        origin.note(name, "CLOSES");
        isClosing = true;
        page.input(new ClientInput.Close());
        worker.post(new LeaderInput.Resign(true));
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
        workerDied();
    }

    /** The page notices, and makes another. */
    private void workerDied() {
        worker = null;
        if (isClosing) {
            isWorkerStopped = true;
            stopIfDone();
        }
        origin.world().after(RESPAWN_MS, process, () -> {
            if (worker == null && !isClosing && !page.isAway()) {
                startWorker();
            }
        });
    }

    /** The tab's worker is stopped because the statement it runs takes too long. */
    public void limit() {
        worker.stop();
        workerDied();
    }

    /** Nobody looks at the tab any more. */
    public void cover() {
        origin.note(name, "IS COVERED");
        worker.post(new LeaderInput.Hidden());
    }

    /** Puts the page away, as the back/forward cache does: its worker is ended and its locks are free. */
    public void hide() {
        origin.note(name, "IS PUT AWAY");
        isAway = true;
        page.away();
        worker.die();
        worker = null;
        sessionLock.release();
    }

    /** Brings the page back. */
    public void show() {
        origin.note(name, "IS BACK");
        isAway = false;
        wake(page::back);
    }

    /** Stops the page, the worker and a broker this tab had made where they stand. */
    public void freeze() {
        origin.note(name, "IS FROZEN");
        process.freeze();
        if (worker != null) {
            worker.process().freeze();
        }
        origin.brokers().frozen(name);
    }

    /** Has them go on. */
    public void thaw() {
        origin.note(name, "IS THAWED");
        process.thaw();
        if (worker != null) {
            worker.process().thaw();
        }
        origin.brokers().thawed(name);
    }

    /** Has the clock of the page and the worker leap forward. */
    public void leap(int byMs) {
        origin.note(name, "HAS ITS CLOCK LEAP ", byMs, " ms");
        process.leap(byMs);
        worker.process().leap(byMs);
    }

    private final class PageEvents implements SimPage.Events {
        @Override
        public void termSeen(int term) {
            tellWorker(term);
        }

        @Override
        public void deposes() {
            if (worker != null) {
                worker.post(new LeaderInput.Depose());
            }
        }

        @Override
        public void workerStopped() {
            isWorkerStopped = true;
            stopIfDone();
        }

        @Override
        public void workerFenced() {
            if (worker != null && !worker.isAlive()) {
                workerDied();
            }
        }

        @Override
        public void closed() {
            isPageDone = true;
            stopIfDone();
        }
    }

    private void stopIfDone() {
        if (isPageDone && isWorkerStopped && !isGone) {
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
