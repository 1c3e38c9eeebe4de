package org.tabularium.sim.tab;

import org.tabularium.base.Failure;
import org.tabularium.driver.LeaderDriver;
import org.tabularium.node.LeaderInput;
import org.tabularium.node.LeaderNode;
import org.tabularium.port.LeaderHost;
import org.tabularium.sim.store.SimEngine;
import org.tabularium.sim.world.SimChannel;
import org.tabularium.sim.world.SimProcess;
import org.tabularium.wire.Holder;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** Runs a {@link LeaderNode}: a tab's dedicated worker. */
final class SimWorker implements LeaderHost {
    private final SimOrigin origin;
    private final SimPage page;
    private final String label;
    private final String tab;
    private final SimProcess process;
    private final SimConnections<ToClient, ToLeader> connections = new SimConnections<>();
    private final SimChannel.End<Runnable, Runnable> toPage;
    private final SimChannel.End<Runnable, Runnable> fromPage;
    private final SimAlarm alarm;
    private final LeaderDriver driver;
    private final SimStoreLock storeLock;
    private SimBroker.Port broker;
    private int leadsInTerm;
    private String runningSession;
    private int runningNumber;

    SimWorker(SimOrigin origin, SimPage page, SimProcess pageProcess, Holder self) {
        this.origin = origin;
        this.page = page;
        this.tab = self.leaderId();
        this.label = tab + ".worker";
        this.process = origin.world().process(label);
        int longestMs = origin.delays().messageMs();
        SimChannel<Runnable, Runnable> link =
                new SimChannel<>(origin.world(), process, label, pageProcess, tab, longestMs);
        toPage = link.first();
        fromPage = link.second();
        toPage.listen(Runnable::run);
        fromPage.listen(Runnable::run);
        alarm = new SimAlarm(origin.world(), process, () -> input(new LeaderInput.Tick()));
        storeLock = new SimStoreLock(origin, process, tab, new LockEvents());
        driver = new LeaderDriver(
                new LeaderNode(self, origin.leaderTimeoutMs()),
                this,
                () -> new NotedEngine(newEngine(), origin, tab, label));
        connectToBroker();
        // Whoever still has the lock of an earlier worker only watches it, and may be frozen.
        origin.locks().steal("worker " + tab, process, () -> input(new LeaderInput.Start()), () -> {});
    }

    private SimEngine newEngine() {
        return new SimEngine(
                origin.world(), process, origin.store(), origin::delays, origin::faults, storeLock.claim());
    }

    /** Sends something from the page: what the worker is to do. */
    void post(LeaderInput input) {
        fromPage.send(() -> input(input));
    }

    boolean isLeading() {
        return process.isAlive() && driver.node().isLeading();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    SimProcess process() {
        return process;
    }

    void die() {
        process.die();
    }

    private void connectToBroker() {
        SimBroker.Guest guest = new SimBroker.Guest() {
            @Override
            public void introducedAsLeader(int term, SimChannel.End<ToClient, ToLeader> end) {
                join(end);
            }

            @Override
            public void introducedAsTab(int term, SimChannel.End<ToLeader, ToClient> end) {
                throw new IllegalStateException("a worker seeks nobody");
            }
        };
        broker = origin.brokers().find(tab).connect(tab, process, label, guest, this::connectToBroker);
        if (leadsInTerm > 0) {
            broker.register(leadsInTerm);
        }
    }

    private void join(SimChannel.End<ToClient, ToLeader> end) {
        connections.add(end, (connection, message) -> {
            if (origin.transcript().isKept()) {
                origin.note(label, "<- " + end.peer() + ": " + Words.of(message));
            }
            input(new LeaderInput.Received(connection, message));
        });
    }

    private void input(LeaderInput input) {
        driver.input(input);
    }

    @Override
    public double nowMs() {
        return process.nowMs();
    }

    @Override
    public void wakeAt(double atMs) {
        alarm.setFor(atMs);
    }

    @Override
    public void log(String text) {
        origin.note(label, "says: ", text);
    }

    @Override
    public void requestLock() {
        origin.note(label, "queues for the lock");
        storeLock.request();
    }

    @Override
    public void stealLock() {
        origin.note(label, "means to steal the lock");
        storeLock.steal();
    }

    @Override
    public void proveLock() {
        origin.note(label, "asks whether it has the lock");
        storeLock.prove();
    }

    private final class LockEvents implements SimStoreLock.Events {
        @Override
        public void granted(boolean isStolen) {
            origin.note(label, "has the lock");
            input(new LeaderInput.LockGranted(isStolen));
        }

        @Override
        public void stolen() {
            origin.note(label, "has lost the lock");
            input(new LeaderInput.LockStolen());
        }

        @Override
        public void proven() {
            origin.note(label, "still has the lock");
            input(new LeaderInput.LockProven());
        }
    }

    @Override
    public void runs(String session, int number) {
        runningSession = session;
        runningNumber = number;
    }

    /** Ends the process because a statement ran for too long, and tells whose it was. */
    void stop() {
        origin.note(label, "IS STOPPED IN REQUEST ", runningNumber, " OF ", runningSession);
        String session = runningSession;
        int number = runningNumber;
        if (session != null) {
            origin.stopped(session, number);
        }
        die();
    }

    @Override
    public void fenced() {
        origin.note(label, "is fenced");
        die();
        page.seeWorkerDie();
    }

    /** A simulation ends there. */
    @Override
    public void broken(RuntimeException bug) {
        throw bug;
    }

    @Override
    public void releaseLock() {
        origin.note(label, "lets go of the lock");
        leadsInTerm = 0;
        storeLock.release();
    }

    @Override
    public void announce(int term) {
        origin.note(label, "leads, term ", term);
        origin.tell(watcher -> watcher.led(tab, term));
        leadsInTerm = term;
        SimChannel<ToClient, ToLeader> local = page.channelFrom(process, label);
        join(local.first());
        toPage.send(() -> page.introduced(local.second(), term));
        broker.register(term);
    }

    @Override
    public void unserved(Failure failure) {
        toPage.send(() -> page.unserved(failure));
    }

    @Override
    public void send(int connection, ToClient message) {
        SimChannel.End<ToClient, ToLeader> end = connections.get(connection);
        if (end != null) {
            if (origin.transcript().isKept()) {
                origin.note(label, "-> " + end.peer() + ": " + Words.of(message));
            }
            end.send(message);
        }
    }

    @Override
    public void close(int connection) {
        connections.close(connection);
    }

    @Override
    public void watch(String session, int term) {
        origin.locks().watch("session " + session, process, () -> {
            origin.note(label, "session ", session, " is gone");
            input(new LeaderInput.SessionGone(session, term));
        });
    }

    @Override
    public void stopped() {
        origin.note(label, "has stopped");
        broker.close();
        toPage.send(page::workerStopped);
    }
}
