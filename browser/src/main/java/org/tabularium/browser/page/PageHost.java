package org.tabularium.browser.page;

import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.browser.js.Alarm;
import org.tabularium.browser.js.Callback;
import org.tabularium.browser.js.CommitNumbers;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Link;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.driver.ClientDriver;
import org.tabularium.node.ClientEffects;
import org.tabularium.node.ClientInput;
import org.tabularium.node.ClientNode;
import org.tabularium.port.Host;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** Runs a {@link ClientNode} in a page, beside the tab's worker. */
final class PageHost implements Host, ClientEffects {
    private static final double NEVER = -1;

    private final PageConfig config;
    private final PageEvents events;
    private final ClientDriver driver;
    private final Alarm alarm = new Alarm(() -> input(new ClientInput.Tick()));
    private final PageCalls calls;
    private final PageSubscriptions subscriptions;
    private final LeaderLinks links;
    private final LeaderWatch leaderWatch;
    private final Closing closing = new Closing(this::letGo);
    private final Presence presence;
    private final TabWorker worker;
    private final LeaderFinder finder;
    private final LeaderPulse pulse;
    private final StatementLimit statementLimit;
    private double missedSinceMs = NEVER;

    PageHost(PageConfig config, PageEvents events) {
        this.config = config;
        this.events = events;
        String path = config.getPath();
        String session = Web.randomId();
        boolean isOwnRange = config.getProtocolMax() > 0;
        Protocol protocol =
                isOwnRange ? new Protocol(config.getProtocolMin(), config.getProtocolMax()) : Protocol.BUILD;
        ClientNode.Self self = new ClientNode.Self(
                session, config.getId(), config.getAppVersion(), protocol, config.getLeaderTimeoutMs());
        this.driver = new ClientDriver(new ClientNode(self), this, this);
        this.calls = new PageCalls(driver, config.getTransactionIdleMs());
        this.subscriptions = new PageSubscriptions(driver);
        this.links = new LeaderLinks(driver);
        this.leaderWatch = new LeaderWatch(driver, this::missed);
        this.presence = new Presence(session, new PresenceEvents());
        this.worker = new TabWorker(config, protocol, session, new WorkerEvents());
        this.finder = new LeaderFinder(path, session, config.getBrokerUrl(), new Found());
        this.pulse = new LeaderPulse(path, session, new PulseEvents());
        this.statementLimit = new StatementLimit(config.getMaxStatementMs(), new LimitEvents());
    }

    void start() {
        presence.begin();
    }

    PageCalls calls() {
        return calls;
    }

    PageSubscriptions subscriptions() {
        return subscriptions;
    }

    void input(ClientInput input) {
        driver.input(input);
    }

    /** Leadership is handed on only where somebody waits for it: a store in memory would be lost for nothing. */
    void resign() {
        if (driver.node().isLeader()) {
            WebLocks.ifAwaited(Names.storeLock(config.getPath()), () -> worker.resign(false));
        }
    }

    void close(Callback done) {
        presence.ignore();
        closing.begin(worker.resign(true), done);
        input(new ClientInput.Close());
    }

    private void letGo() {
        leaveOthers();
        worker.terminate();
        presence.end();
    }

    private void leaveOthers() {
        leaderWatch.end();
        finder.stop();
        pulse.close();
    }

    /** This tab has no leader that answers, until it is welcomed by the next one. */
    private void missed() {
        if (missedSinceMs == NEVER) {
            missedSinceMs = Web.nowMs();
        }
    }

    /** A tab that comes back may find the leader it knew, who has to be introduced once more. */
    private void seekOthers() {
        finder.seekNow(Math.max(0, driver.node().term() - 1));
    }

    private final class PresenceEvents implements Presence.Events {
        /** The lock comes first, so that a leader the tab greets can see it die. */
        @Override
        public void present() {
            input(new ClientInput.Attached());
            worker.start();
            finder.putOff();
            WebLocks.ifHeld(Names.storeLock(config.getPath()), PageHost.this::seekOthers);
        }

        @Override
        public void refused(Failure failure) {
            blocked(failure);
        }

        @Override
        public void away(boolean isPersisted) {
            input(new ClientInput.Detached());
            leaveOthers();
            if (isPersisted) {
                worker.terminate();
            } else {
                worker.resign(true);
            }
        }

        /** Where several tabs wait to lead, one that is seen goes before those that are not. */
        @Override
        public void hidden() {
            worker.tell("hidden");
        }
    }

    private final class WorkerEvents implements TabWorker.Events {
        @Override
        public void leads(Link link, int term) {
            links.connect(link, term);
            finder.seekNow(term);
        }

        @Override
        public void waits() {
            seekOthers();
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
            closing.workerStopped();
        }

        @Override
        public void died() {
            pulse.holds(false);
            statementLimit.reset();
            log("this tab's worker died; it gets another one");
            seekOthers();
        }

        @Override
        public void replaced() {
            finder.connectWorker();
        }

        @Override
        public void holds(boolean isHeld) {
            pulse.holds(isHeld);
            if (!isHeld) {
                seekOthers();
            }
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
        public void log(String text) {
            PageHost.this.log(text);
        }
    }

    private final class Found implements LeaderFinder.Found {
        @Override
        public void leader(Link link, int term) {
            links.connect(link, term);
        }

        @Override
        public void broker(Port forWorker) {
            worker.useBroker(forWorker);
        }

        @Override
        public void log(String text) {
            PageHost.this.log(text);
        }
    }

    private final class PulseEvents implements LeaderPulse.Events {
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
    }

    private final class LimitEvents implements StatementLimit.Events {
        @Override
        public void ping() {
            worker.tell("ping");
        }

        @Override
        public void exceeded(String owner, int number, Failure failure) {
            if (owner != null) {
                pulse.tellStopped(owner, number, failure);
            }
            worker.kill();
        }
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
        links.send(connection, message);
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
        leaderWatch.begin(welcome.leaderId(), welcome.term());
        double missedMs = missedSinceMs == NEVER ? 0 : Web.nowMs() - missedSinceMs;
        missedSinceMs = NEVER;
        events.onWelcome(PageScripts.leaderInfo(
                welcome.term(),
                welcome.leaderId(),
                isLeader,
                welcome.isFresh(),
                CommitNumbers.numberOf(welcome.commit()),
                welcome.protocol(),
                welcome.engine(),
                welcome.storage(),
                isLeader ? "local" : finder.transport(),
                config.getDurability(),
                missedMs));
    }

    @Override
    public void probe() {
        finder.checkBroker();
        pulse.probe();
    }

    @Override
    public void depose() {
        missed();
        log("the leader gives no sign of life; this tab's worker takes its place if it can");
        worker.tell("depose");
    }

    @Override
    public void demoted() {
        missed();
        events.onDemoted();
    }

    @Override
    public void blocked(Failure failure) {
        events.onFatal(PlainFailure.of(failure));
    }

    @Override
    public void settle(ToClient.Reply end, boolean isLate) {
        calls.settle(end, isLate);
    }

    @Override
    public void liveResult(int subscription, Payload result, Commit commit) {
        subscriptions.tellResult(subscription, result, commit);
    }

    @Override
    public void liveFailure(int subscription, Failure failure) {
        subscriptions.tellFailure(subscription, failure);
    }

    @Override
    public void closed() {
        closing.nodeClosed();
    }
}
