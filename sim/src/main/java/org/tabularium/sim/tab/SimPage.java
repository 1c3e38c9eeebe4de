package org.tabularium.sim.tab;

import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.driver.ClientDriver;
import org.tabularium.node.ClientEffects;
import org.tabularium.node.ClientInput;
import org.tabularium.node.ClientNode;
import org.tabularium.port.Host;
import org.tabularium.sim.world.SimChannel;
import org.tabularium.sim.world.SimLocks;
import org.tabularium.sim.world.SimProcess;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** Runs a {@link ClientNode}: the page of a tab. */
final class SimPage implements Host, ClientEffects {
    private final SimOrigin origin;
    private final SimProcess process;
    private final String label;
    private final SimConnections<ToLeader, ToClient> connections = new SimConnections<>();
    private final ClientDriver driver;
    private final SimAlarm alarm;
    private final Events events;
    private SimBroker.Port broker;
    private SimLocks.Claim leaderWatch;
    private Commit lastCommit = Commit.NONE;
    private int soughtTerm;
    private boolean isAway;
    private boolean hasMissedAlarm;

    /** What the page has to tell its tab. */
    interface Events {
        /** There is a leader with this term, of which the tab's own worker is to learn. */
        void termSeen(int term);

        /** The tab's worker is to take the lock. */
        void deposes();

        /** The tab's worker has stopped, as was asked. */
        void workerStopped();

        /** The tab's worker had to end itself. */
        void workerFenced();

        /** Nothing is left to be done in the page. */
        void closed();
    }

    SimPage(SimOrigin origin, SimProcess process, ClientNode.Self self, Events events) {
        this.origin = origin;
        this.process = process;
        this.label = self.session();
        this.events = events;
        this.alarm = new SimAlarm(origin.world(), process, this::alarmed);
        this.driver = new ClientDriver(new ClientNode(self), this, this);
        origin.addPage(label, this);
    }

    ClientNode node() {
        return driver.node();
    }

    /** The last commit that was told to the application. */
    Commit lastCommit() {
        return lastCommit;
    }

    void input(ClientInput input) {
        driver.input(input);
    }

    /** Finds the broker, and through it the leaders with a term above the one sought last. */
    void connectToBroker() {
        if (isAway) {
            return;
        }
        SimBroker.Guest guest = new SimBroker.Guest() {
            @Override
            public void introducedAsLeader(int term, SimChannel.End<ToClient, ToLeader> end) {
                throw new IllegalStateException("a page does not lead");
            }

            @Override
            public void introducedAsTab(int term, SimChannel.End<ToLeader, ToClient> end) {
                introduced(end, term);
            }
        };
        broker = origin.brokers().find(label).connect(label, process, label, guest, this::connectToBroker);
        broker.join(soughtTerm);
    }

    /** Goes to sleep: hears nothing and does nothing until it is back. */
    void away() {
        input(new ClientInput.Detached());
        broker.close();
        isAway = true;
    }

    /** Wakes up and looks for a leader, be it the same. */
    void back() {
        isAway = false;
        input(new ClientInput.Attached());
        soughtTerm = Math.max(0, node().term() - 1);
        connectToBroker();
        if (hasMissedAlarm) {
            hasMissedAlarm = false;
            input(new ClientInput.Tick());
        }
    }

    boolean isAway() {
        return isAway;
    }

    /** A page that sleeps hears its alarm when it wakes up. */
    private void alarmed() {
        hasMissedAlarm |= isAway;
        if (!isAway) {
            input(new ClientInput.Tick());
        }
    }

    /** A channel between a leader's process and this page. */
    SimChannel<ToClient, ToLeader> channelFrom(SimProcess leader, String leaderLabel) {
        return new SimChannel<>(
                origin.world(),
                leader,
                leaderLabel,
                process,
                label,
                origin.delays().messageMs());
    }

    void introduced(SimChannel.End<ToLeader, ToClient> end, int term) {
        if (isAway) {
            return;
        }
        origin.note(label, "is introduced to ", end.peer(), ", term ", term);
        int connection = connections.add(end, (number, message) -> {
            if (origin.transcript().isKept()) {
                origin.note(label, "<- " + end.peer() + ": " + Words.of(message));
            }
            input(new ClientInput.Received(number, message));
        });
        input(new ClientInput.Introduced(connection, term));
    }

    void unserved(Failure failure) {
        input(new ClientInput.Unserved(failure));
    }

    void workerStopped() {
        events.workerStopped();
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
    public void send(int connection, ToLeader message) {
        SimChannel.End<ToLeader, ToClient> end = connections.get(connection);
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
    public void seek(int knownTerm) {
        soughtTerm = knownTerm;
        broker.join(knownTerm);
    }

    @Override
    public void welcomed(ToClient.Welcome welcome, boolean isLeader) {
        origin.note(
                label,
                isLeader
                        ? "IS THE LEADER, term " + welcome.term()
                        : "follows " + welcome.leaderId() + ", term " + welcome.term());
        origin.tell(watcher -> watcher.welcomed(label, welcome.term(), isLeader));
        events.termSeen(welcome.term());
        watchLeader(welcome.leaderId(), welcome.term());
    }

    /**
     * Sees the leader's worker die by its lock; what it had said may still be on its way for as long as a message
     * takes.
     */
    private void watchLeader(String leader, int term) {
        if (leaderWatch != null) {
            leaderWatch.release();
        }
        leaderWatch = origin.locks()
                .watch(
                        "worker " + leader,
                        process,
                        () -> origin.world()
                                .after(origin.delays().messageMs(), process, () -> leaderDied(leader, term)));
    }

    private void leaderDied(String leader, int term) {
        origin.note(label, "sees that the worker of ", leader, " is dead");
        input(new ClientInput.LeaderDied(term));
    }

    @Override
    public void demoted() {
        origin.note(label, "leads no more");
        origin.tell(watcher -> watcher.demoted(label));
    }

    @Override
    public void blocked(Failure failure) {
        origin.note(label, "IS BLOCKED: " + Words.of(failure) + ": " + failure.message());
    }

    @Override
    public void settle(ToClient.Reply end, boolean isLate) {
        if (origin.transcript().isKept()) {
            String how = isLate ? " ENDED AFTER ALL: " : " ENDS: ";
            origin.note(label, "CALL " + end.number() + how + Words.end(end));
        }
        if (end.commit().isAfter(lastCommit)) {
            lastCommit = end.commit();
        }
        origin.tell(watcher -> watcher.ended(label, end, isLate));
    }

    @Override
    public void probe() {
        broker.expectAnswer();
        origin.askHolder(process, () -> input(new ClientInput.LeaderAnswered()));
    }

    @Override
    public void depose() {
        origin.note(label, "takes the leader for dead");
        events.deposes();
    }

    @Override
    public void closed() {
        origin.note(label, "has no call left");
        events.closed();
    }

    /** The engine had to be stopped while it ran a call of this page. */
    void engineStopped(int number) {
        Failure failure = Failure.of(ErrorCode.STATEMENT_TIMEOUT, "the statement ran too long", Outcome.ROLLED_BACK);
        origin.world()
                .after(
                        process.upTo(origin.delays().messageMs()),
                        process,
                        () -> input(new ClientInput.Stopped(number, failure)));
    }

    /** The worker ended itself; the page sees that by the worker's lock. */
    void seeWorkerDie() {
        origin.world().after(process.upTo(origin.delays().lockMs()), process, events::workerFenced);
    }

    @Override
    public void liveResult(int subscription, Payload result, Commit commit) {
        if (origin.transcript().isKept()) {
            origin.note(label, "LIVE " + subscription + ": " + Words.of(result) + " at " + Words.of(commit));
        }
        origin.tell(watcher -> watcher.liveResult(label, subscription, result, commit));
    }

    @Override
    public void liveFailure(int subscription, Failure failure) {
        origin.note(label, "LIVE " + subscription + " FAILS: " + Words.of(failure));
    }
}
