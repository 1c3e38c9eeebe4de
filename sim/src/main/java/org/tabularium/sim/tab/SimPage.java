package org.tabularium.sim.tab;

import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.driver.ClientDriver;
import org.tabularium.node.ClientEffects;
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
    private final Runnable stopped;
    private final TermNews news;
    private SimBroker.Port broker;
    private SimLocks.Claim leaderWatch;
    private int soughtTerm;
    private boolean isAway;
    private boolean hasMissedAlarm;

    /** Hears of leaders, so that the tab's own worker learns of their terms. */
    interface TermNews {
        void heard(int term);
    }

    SimPage(SimOrigin origin, SimProcess process, ClientNode.Self self, TermNews news, Runnable stopped) {
        this.origin = origin;
        this.process = process;
        this.label = self.session();
        this.news = news;
        this.stopped = stopped;
        this.alarm = new SimAlarm(origin.world(), process, this::alarmed);
        this.driver = new ClientDriver(new ClientNode(self), this, this);
    }

    ClientNode node() {
        return driver.node();
    }

    void input(ClientNode.Input input) {
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
        input(new ClientNode.Detached());
        broker.close();
        isAway = true;
    }

    /** Wakes up and looks for a leader, be it the same. */
    void back() {
        isAway = false;
        soughtTerm = node().term() - 1;
        connectToBroker();
        if (hasMissedAlarm) {
            hasMissedAlarm = false;
            input(new ClientNode.Tick());
        }
    }

    boolean isAway() {
        return isAway;
    }

    /** A page that sleeps hears its alarm when it wakes up. */
    private void alarmed() {
        hasMissedAlarm |= isAway;
        if (!isAway) {
            input(new ClientNode.Tick());
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
        origin.note(label, "is introduced to " + end.peer() + ", term " + term);
        int connection = connections.add(end, (number, message) -> {
            if (origin.transcript().isKept()) {
                origin.note(label, "<- " + end.peer() + ": " + Words.of(message));
            }
            input(new ClientNode.Received(number, message));
        });
        input(new ClientNode.Introduced(connection, term));
    }

    void unserved(Failure failure) {
        input(new ClientNode.Unserved(failure));
    }

    void workerStopped() {
        stopped.run();
    }

    @Override
    public double nowMs() {
        return origin.world().nowMs();
    }

    @Override
    public void wakeAt(double atMs) {
        alarm.setFor(atMs);
    }

    @Override
    public void log(String text) {
        origin.note(label, "says: " + text);
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
        news.heard(welcome.term());
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
        origin.note(label, "sees that the worker of " + leader + " is dead");
        input(new ClientNode.LeaderDied(term));
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
    public void settle(int number, Failure failure, Payload result, Commit commit, boolean isLate) {
        if (origin.transcript().isKept()) {
            origin.note(
                    label,
                    "CALL " + number + (isLate ? " ENDED AFTER ALL: " : " ENDS: ") + Words.outcome(failure, result)
                            + (failure == null ? " at " + Words.of(commit) : ""));
        }
        origin.tell(watcher -> watcher.ended(label, number, failure, result, commit, isLate));
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
