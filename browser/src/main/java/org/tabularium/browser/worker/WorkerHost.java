package org.tabularium.browser.worker;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.EngineLoader;
import org.tabularium.browser.engine.EngineOptions;
import org.tabularium.browser.engine.LoadedEngine;
import org.tabularium.browser.js.Alarm;
import org.tabularium.browser.js.Pair;
import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.js.WebLock;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Link;
import org.tabularium.browser.link.LinkTable;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.Packet;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.browser.link.ToClientCodec;
import org.tabularium.browser.link.ToLeaderCodec;
import org.tabularium.driver.LeaderDriver;
import org.tabularium.node.LeaderInput;
import org.tabularium.node.LeaderNode;
import org.tabularium.port.LeaderHost;
import org.tabularium.wire.Holder;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** Runs a {@link LeaderNode} in a dedicated worker. */
final class WorkerHost implements LeaderHost {
    private final EngineLoader loader;
    private final Port tab = Ports.ofThisWorker();
    private final LinkTable links = new LinkTable();
    private final Alarm alarm = new Alarm(() -> input(new LeaderInput.Tick()));
    private LeaderDriver driver;
    private String path;
    private String session;
    private StoreLock storeLock;
    private Standby standby;
    private RunningRequests running;
    private BrokerPost brokerPost;
    private Meeting meeting;

    WorkerHost(EngineLoader loader) {
        this.loader = loader;
    }

    void listen() {
        Ports.listenForPorts(tab, (data, port) -> received((Packet) data, port));
        tab.postMessage(Control.bare("ready"));
    }

    private void received(Packet packet, Port port) {
        switch (packet.getType()) {
            case "start" -> start(packet);
            case "broker" -> brokerPost.use(port);
            case "term" -> input(new LeaderInput.TermSeen(packet.getTerm()));
            case "resign" -> input(new LeaderInput.Resign(packet.isStopping()));
            case "depose" -> input(new LeaderInput.Depose());
            case "hidden" -> input(new LeaderInput.Hidden());
            case "ping" -> tab.postMessage(Control.bare("pong"));
            default -> {
                // Only its own tab, which is of the same build, talks to a worker this way.
            }
        }
    }

    private void start(Packet packet) {
        path = packet.getPath();
        session = packet.getSession();
        Protocol protocol = new Protocol(packet.getOldest(), packet.getNewest());
        Holder self = new Holder(session, packet.getId(), packet.getApp(), protocol);
        brokerPost = new BrokerPost(path, session, this::join, () -> tab.postMessage(Control.bare("broker-silent")));
        meeting = new Meeting(path, this::join);
        storeLock = new StoreLock(path, session, packet.getLeaderTimeoutMs(), new LockEvents());
        standby = new Standby(path, loader, packet.getUrls());
        running = new RunningRequests(tab);
        driver = new LeaderDriver(
                new LeaderNode(self, packet.getLeaderTimeoutMs()),
                this,
                () -> new LoadedEngine(loader, options(packet), running::begins));
        // Whoever has the lock of an earlier worker of this tab only watches it, and may be frozen.
        WebLocks.steal(
                Names.workerLock(session),
                () -> {
                    tab.postMessage(Control.bare("alive"));
                    input(new LeaderInput.Start());
                },
                refused -> unserved(Failure.of(
                        ErrorCode.ENVIRONMENT_UNSUPPORTED,
                        "The browser refused a lock; Web Locks need a secure context and an origin of its own.",
                        Outcome.NOT_RUN)));
    }

    private EngineOptions options(Packet start) {
        return EngineOptions.of(
                path, start.getUrls(), start.isDebug(), session, start.isConverting(), storeLock::isStillHeld);
    }

    private final class LockEvents implements StoreLock.Events {
        @Override
        public void granted(boolean isStolen) {
            standby.leave();
            tab.postMessage(Control.holds(true));
            input(new LeaderInput.LockGranted(isStolen));
        }

        @Override
        public void refused(Failure failure) {
            input(new LeaderInput.LockLost(failure));
        }

        @Override
        public void stolen() {
            input(new LeaderInput.LockStolen());
        }

        @Override
        public void proven() {
            input(new LeaderInput.LockProven());
        }
    }

    private void input(LeaderInput input) {
        driver.input(input);
    }

    /** Takes a channel to a tab; the tab speaks first. */
    private void join(Link link) {
        links.add(link, (connection, packet) -> {
            ToLeader message = ToLeaderCodec.decode(packet);
            if (message != null) {
                input(new LeaderInput.Received(connection, message));
            }
        });
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
        tab.postMessage(Control.log(text));
    }

    @Override
    public void requestLock() {
        storeLock.request();
        standby.queue();
        storeLock.unlessHeld(() -> tab.postMessage(Control.bare("waits")));
    }

    @Override
    public void stealLock() {
        storeLock.steal();
    }

    @Override
    public void proveLock() {
        storeLock.prove();
    }

    @Override
    public void releaseLock() {
        brokerPost.lead(0);
        meeting.close();
        standby.leave();
        storeLock.release();
        tab.postMessage(Control.holds(false));
    }

    @Override
    public void runs(String owner, int number) {
        running.runs(owner, number);
    }

    /** With the worker go its files, its locks and its connections. */
    @Override
    public void fenced() {
        Web.closeWorker();
    }

    @Override
    public void broken(RuntimeException bug) {
        log("this worker ends: " + bug);
        Web.closeWorker();
    }

    @Override
    public void announce(int term) {
        Pair pair = Ports.pair();
        join(Link.overPort(pair.getPort1()));
        Ports.postTransferring(tab, Control.term("lead", term), pair.getPort2());
        brokerPost.lead(term);
        meeting.lead(term);
    }

    @Override
    public void unserved(Failure failure) {
        tab.postMessage(Control.unserved(PlainFailure.of(failure)));
    }

    @Override
    public void send(int connection, ToClient message) {
        Link link = links.get(connection);
        if (link == null) {
            return;
        }
        Packet packet = ToClientCodec.encode(message);
        if (message instanceof ToClient.Reply) {
            link.postHandingOver(packet);
        } else {
            link.post(packet);
        }
    }

    @Override
    public void close(int connection) {
        links.close(connection);
    }

    @Override
    public void watch(String watched, int term) {
        WebLock[] watch = new WebLock[1];
        watch[0] = WebLocks.shared(
                Names.sessionLock(watched),
                () -> {
                    watch[0].release();
                    input(new LeaderInput.SessionGone(watched, term));
                },
                reason -> log("the lock of session " + watched + " cannot be watched"));
    }

    @Override
    public void stopped() {
        tab.postMessage(Control.bare("stopped"));
    }
}
