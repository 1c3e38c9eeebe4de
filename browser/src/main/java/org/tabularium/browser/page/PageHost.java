package org.tabularium.browser.page;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.browser.js.Alarm;
import org.tabularium.browser.js.Callback;
import org.tabularium.browser.js.JsConsumer;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.js.WebLock;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Link;
import org.tabularium.browser.link.LinkTable;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.browser.link.ToClientCodec;
import org.tabularium.browser.link.ToLeaderCodec;
import org.tabularium.driver.ClientDriver;
import org.tabularium.node.ClientEffects;
import org.tabularium.node.ClientInput;
import org.tabularium.node.ClientNode;
import org.tabularium.port.Host;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;
import org.teavm.jso.JSObject;

/** Runs a {@link ClientNode} in a page, beside the tab's worker. */
final class PageHost implements Host, ClientEffects {
    private static final double TERMS_APART = 4_294_967_296.0;

    /** How long a closing tab waits for its worker to hand leadership on, in milliseconds. */
    private static final double CLOSE_MS = 5_000;

    /** How long after a leader's death its last answers may still be on their way, in milliseconds. */
    private static final double LAST_WORDS_MS = 50;

    /** A worker that dies at once, each time, must not keep the browser busy. */
    private static final double RESPAWN_MS = 500;

    private final PageConfig config;
    private final PageEvents events;
    private final String session = Web.randomId();
    private final Protocol protocol;
    private final ClientDriver driver;
    private final LinkTable links = new LinkTable();
    private final Alarm alarm = new Alarm(() -> input(new ClientInput.Tick()));
    private final Map<Integer, Settle> calls = new LinkedHashMap<>();
    private final Map<Integer, Subscriber> subscribers = new LinkedHashMap<>();
    private final LeaderFinder finder;
    private final JsConsumer<JSObject> onPageHide = this::hidden;
    private final JsConsumer<JSObject> onPageShow = this::shown;
    private final JsConsumer<JSObject> onVisibility = this::visibilityChanged;
    private final LeaderPulse pulse;
    private final StatementLimit statementLimit;
    private WebLock sessionLock;
    private WebLock leaderWatch;
    private TabWorker worker;
    private boolean isAway;
    private int lastCall;
    private int lastSubscription;
    private Callback onClosed;
    private boolean isNodeClosed;
    private boolean isWorkerStopped;

    private record Subscriber(OnResult onResult, OnFailure onFailure) {}

    PageHost(PageConfig config, PageEvents events) {
        this.config = config;
        this.events = events;
        boolean isOwnRange = config.getProtocolMax() > 0;
        this.protocol = isOwnRange ? new Protocol(config.getProtocolMin(), config.getProtocolMax()) : Protocol.BUILD;
        ClientNode.Self self = new ClientNode.Self(
                session, config.getId(), config.getAppVersion(), protocol, config.getLeaderTimeoutMs());
        this.driver = new ClientDriver(new ClientNode(self), this, this);
        this.pulse = new LeaderPulse(config.getPath(), session, new LeaderPulse.Events() {
            @Override
            public void answered() {
                input(new ClientInput.LeaderAnswered());
            }

            @Override
            public void asked() {
                statementLimit.check();
            }

            @Override
            public void stopped(int number, Failure failure) {
                input(new ClientInput.Stopped(number, failure));
            }
        });
        this.statementLimit = new StatementLimit(config.getMaxStatementMs(), new StatementLimit.Events() {
            @Override
            public void ping() {
                worker.tell("ping");
            }

            @Override
            public void exceeded(String owner, int number) {
                pulse.tellStopped(owner, number, tooLong());
                worker.kill();
            }
        });
        this.finder = new LeaderFinder(config.getPath(), session, config.getBrokerUrl(), new LeaderFinder.Found() {
            @Override
            public void leader(Link link, int term) {
                connect(link, term);
            }

            @Override
            public void broker(Port forWorker) {
                worker.useBroker(forWorker);
            }

            @Override
            public void log(String text) {
                PageHost.this.log(text);
            }
        });
    }

    void start() {
        Web.onEvent("pagehide", onPageHide);
        Web.onEvent("pageshow", onPageShow);
        Web.onEvent("visibilitychange", onVisibility);
        attach();
    }

    /** Takes the tab's place: its lock first, so that a leader it greets can see it die. */
    private void attach() {
        // Whoever still has the lock of a tab that was away only watches it, and may be stopped meanwhile.
        boolean isBack = isAway;
        isAway = false;
        String name = Names.sessionLock(session);
        sessionLock = isBack
                ? WebLocks.steal(name, this::present, refused -> onFatal(locksRefused()))
                : WebLocks.exclusive(name, this::present, refused -> onFatal(locksRefused()));
    }

    private void present() {
        input(new ClientInput.Attached());
        startWorker();
        // A tab that comes back may find the leader it knew, who has to be introduced once more.
        finder.seek(Math.max(0, driver.node().term() - 1));
    }

    private void startWorker() {
        Port port = worker == null ? config.getWorker() : PageScripts.respawnWorker(config);
        worker = new TabWorker(port, session, new TabWorker.Events() {
            @Override
            public void leads(Link link, int term) {
                connect(link, term);
            }

            @Override
            public void unserved(Failure failure) {
                input(new ClientInput.Unserved(failure));
            }

            @Override
            public void brokerSilent() {
                finder.replaceBroker();
            }

            @Override
            public void stopped() {
                isWorkerStopped = true;
                finishCloseIfDone();
            }

            @Override
            public void holds(boolean isHeld) {
                pulse.holds(isHeld);
            }

            @Override
            public void namesOn(Port running) {
                statementLimit.namesOn(running);
            }

            @Override
            public void spoken() {
                statementLimit.spoken();
            }

            @Override
            public void died() {
                workerDied();
            }

            @Override
            public void log(String text) {
                PageHost.this.log(text);
            }
        });
        worker.start(config, protocol);
        worker.tellTerm(driver.node().term());
    }

    /** Without its worker a tab can still follow, but if it was the only tab there is nobody to follow. */
    private void workerDied() {
        pulse.holds(false);
        statementLimit.reset();
        log("this tab's worker died; it gets another one");
        Web.after(RESPAWN_MS, () -> {
            if (!isAway && onClosed == null) {
                startWorker();
                finder.connectWorker();
            }
        });
    }

    void input(ClientInput input) {
        driver.input(input);
    }

    int call(
            Operation operation,
            boolean isRead,
            int transaction,
            Durability durability,
            int deadlineMs,
            Payload statement,
            Settle settle) {
        lastCall++;
        int number = lastCall;
        calls.put(number, settle);
        input(new ClientInput.Call(
                number,
                operation,
                isRead,
                operation == Operation.BEGIN ? number : transaction,
                durability,
                config.getTransactionIdleMs(),
                Commit.NONE,
                deadlineMs,
                statement));
        return number;
    }

    int sync(double commit, int deadlineMs, Settle settle) {
        lastCall++;
        int term = (int) Math.floor(commit / TERMS_APART);
        Commit awaited = new Commit(term, (int) (commit - term * TERMS_APART));
        calls.put(lastCall, settle);
        input(new ClientInput.Call(lastCall, Operation.SYNC, true, 0, Durability.DISK, 0, awaited, deadlineMs, null));
        return lastCall;
    }

    int subscribe(String key, Payload query, OnResult onResult, OnFailure onFailure) {
        lastSubscription++;
        subscribers.put(lastSubscription, new Subscriber(onResult, onFailure));
        input(new ClientInput.Subscribe(lastSubscription, key, query));
        return lastSubscription;
    }

    void unsubscribe(int subscription) {
        subscribers.remove(subscription);
        input(new ClientInput.Unsubscribe(subscription));
    }

    /** Leadership is handed on only where somebody waits for it: a store in memory would be lost for nothing. */
    void resign() {
        if (worker != null && driver.node().isLeader()) {
            WebLocks.ifAwaited(Names.storeLock(config.getPath()), () -> worker.resign(false));
        }
    }

    void close(Callback done) {
        onClosed = done;
        Web.offEvent("pagehide", onPageHide);
        Web.offEvent("pageshow", onPageShow);
        Web.offEvent("visibilitychange", onVisibility);
        isWorkerStopped = worker == null || !worker.resign(true);
        input(new ClientInput.Close());
        Web.after(CLOSE_MS, this::finishClose);
    }

    @Override
    public void closed() {
        isNodeClosed = true;
        finishCloseIfDone();
    }

    private void finishCloseIfDone() {
        if (isNodeClosed && isWorkerStopped) {
            finishClose();
        }
    }

    private void finishClose() {
        if (onClosed == null) {
            return;
        }
        Callback done = onClosed;
        onClosed = null;
        unwatchLeader();
        finder.stop();
        pulse.close();
        if (worker != null) {
            worker.terminate();
        }
        sessionLock.release();
        done.call();
    }

    private void connect(Link link, int term) {
        int[] connection = new int[1];
        connection[0] = links.add(link, (from, packet) -> {
            ToClient message = ToClientCodec.decode(packet);
            if (message != null) {
                input(new ClientInput.Received(from, message));
            }
        });
        input(new ClientInput.Introduced(connection[0], term));
    }

    /** Sees the leader's worker die, so that calls made before the next one leads wait for it instead of being lost. */
    private void watchLeader(String leader, int term) {
        unwatchLeader();
        leaderWatch = WebLocks.shared(
                Names.workerLock(leader),
                () -> {
                    unwatchLeader();
                    Web.after(LAST_WORDS_MS, () -> input(new ClientInput.LeaderDied(term)));
                },
                refused -> {});
    }

    private void unwatchLeader() {
        if (leaderWatch != null) {
            leaderWatch.release();
            leaderWatch = null;
        }
    }

    /**
     * The page is put away, perhaps for good. Everything that others could wait for is let go of: a page that keeps a
     * lock is not kept by the browser, or worse, is kept with it.
     */
    private void hidden(JSObject event) {
        if (isAway) {
            return;
        }
        isAway = true;
        input(new ClientInput.Detached());
        unwatchLeader();
        finder.stop();
        pulse.close();
        if (PageScripts.isPersisted(event)) {
            worker.terminate();
        } else {
            worker.resign(true);
        }
        sessionLock.release();
    }

    /** Where several tabs wait to lead, one that is seen goes before those that are not. */
    private void visibilityChanged(JSObject event) {
        if (Web.isHidden() && worker != null) {
            worker.tell("hidden");
        }
    }

    private void shown(JSObject event) {
        if (isAway) {
            attach();
        }
    }

    private Failure tooLong() {
        return Failure.of(
                ErrorCode.STATEMENT_TIMEOUT,
                "The statement ran for longer than maxStatementMs, " + config.getMaxStatementMs()
                        + " ms; its engine was stopped, and it has no effect.",
                Outcome.ROLLED_BACK);
    }

    private static Failure locksRefused() {
        return Failure.of(
                ErrorCode.ENVIRONMENT_UNSUPPORTED,
                "The browser refused a lock; Web Locks need a secure context and an origin of its own.",
                Outcome.NOT_RUN);
    }

    private void onFatal(Failure failure) {
        events.onFatal(PlainFailure.of(failure));
    }

    @Override
    public double nowMs() {
        return Web.nowMs();
    }

    @Override
    public void wakeAt(double atMs) {
        alarm.setFor(atMs);
    }

    @Override
    public void log(String text) {
        events.onLog("info", text);
    }

    @Override
    public void send(int connection, ToLeader message) {
        Link link = links.get(connection);
        if (link == null) {
            return;
        }
        try {
            link.post(ToLeaderCodec.encode(message));
        } catch (RuntimeException refused) {
            refuseToSend(connection, message, refused);
        }
    }

    /**
     * The browser cannot clone what the application gave as a parameter; the call ends as if the leader had said so.
     */
    private void refuseToSend(int connection, ToLeader message, RuntimeException refused) {
        Failure failure = Failure.of(
                ErrorCode.INVALID_ARGUMENT,
                "A parameter cannot be sent to another tab: " + refused.getMessage(),
                Outcome.NOT_RUN);
        if (message instanceof ToLeader.Request request) {
            input(new ClientInput.Received(
                    connection,
                    new ToClient.Reply(request.number(), failure, null, false, Commit.NONE, Durability.MEMORY)));
        } else if (message instanceof ToLeader.Subscribe subscribe) {
            input(new ClientInput.Received(
                    connection, new ToClient.LiveFailed(subscribe.subscription(), Commit.NONE, failure)));
        }
    }

    @Override
    public void close(int connection) {
        links.close(connection);
    }

    @Override
    public void seek(int knownTerm) {
        finder.seek(knownTerm);
        worker.tellTerm(knownTerm);
    }

    @Override
    public void welcomed(ToClient.Welcome welcome, boolean isLeader) {
        watchLeader(welcome.leaderId(), welcome.term());
        events.onWelcome(PageScripts.leaderInfo(
                welcome.term(),
                welcome.leaderId(),
                isLeader,
                welcome.isFresh(),
                number(welcome.commit()),
                welcome.protocol(),
                welcome.engine(),
                welcome.storage(),
                isLeader ? "local" : finder.transport(),
                config.getDurability()));
    }

    @Override
    public void probe() {
        finder.checkBroker();
        pulse.probe();
    }

    @Override
    public void depose() {
        log("the leader gives no sign of life; this tab's worker takes its place if it can");
        if (worker != null) {
            worker.tell("depose");
        }
    }

    @Override
    public void demoted() {
        events.onDemoted();
    }

    @Override
    public void blocked(Failure failure) {
        onFatal(failure);
    }

    @Override
    public void settle(ToClient.Reply end, boolean isLate) {
        boolean isLast = end.failure() == null || end.failure().outcome() != Outcome.PENDING;
        Settle settle = isLast ? calls.remove(end.number()) : calls.get(end.number());
        if (settle != null) {
            settle.settle(
                    PlainFailure.of(end.failure()),
                    JsPayload.valueOf(end.result()),
                    end.isAbridged(),
                    number(end.commit()),
                    end.level() == Durability.DISK ? "disk" : "memory",
                    isLate);
        }
    }

    @Override
    public void liveResult(int subscription, Payload result, Commit commit) {
        Subscriber subscriber = subscribers.get(subscription);
        if (subscriber != null) {
            subscriber.onResult.result(JsPayload.valueOf(result), number(commit));
        }
    }

    @Override
    public void liveFailure(int subscription, Failure failure) {
        Subscriber subscriber = subscribers.get(subscription);
        if (subscriber != null) {
            subscriber.onFailure.failure(PlainFailure.of(failure));
        }
    }

    /** A commit as one JavaScript number. */
    private static double number(Commit commit) {
        return commit.term() * TERMS_APART + commit.number();
    }
}
