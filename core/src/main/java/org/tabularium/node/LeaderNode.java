package org.tabularium.node;

import java.util.ArrayDeque;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.election.Election;
import org.tabularium.election.Role;
import org.tabularium.live.LiveHub;
import org.tabularium.schedule.Job;
import org.tabularium.schedule.Scheduler;
import org.tabularium.session.LeaderSessions;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Holder;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** The half of a tab that can lead: wires election, sessions, scheduler and live queries. */
public final class LeaderNode {
    /** How long a leader that has left waits for its tabs to say goodbye, in milliseconds. */
    private static final int GOODBYE_MS = 250;

    /** What can happen to the node. */
    public sealed interface Input {
        /** Applies this input. */
        void applyTo(LeaderNode node);
    }

    /** The tab wants a leader. */
    public record Start() implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.isStopping = false;
            node.elect(new Election.Start());
        }
    }

    /** The lock of the storage path is ours; {@code isStolen} where it was taken from somebody. */
    public record LockGranted(boolean isStolen) implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.LockGranted(isStolen));
        }
    }

    /** The lock is still ours, as was asked. */
    public record LockProven() implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            if (node.proof.isOutdated(node.nowMs)) {
                node.proof.askedAgain(node.nowMs);
                node.out.proveLock();
                return;
            }
            for (Input held : node.proof.proven()) {
                node.take(held);
            }
        }
    }

    /** The lock was taken from us: another node leads, or is about to. */
    public record LockStolen() implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.fence("the lock of the store was taken by another tab, because this one gave no sign of life");
        }
    }

    /** The holder of the lock has been silent for too long. */
    public record Depose() implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.Depose());
        }
    }

    /** The tab is no longer seen by anybody. */
    public record Hidden() implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.Hidden());
        }
    }

    /** The lock could not be had, or was taken away. */
    public record LockLost(Failure failure) implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.LockLost(failure));
        }
    }

    /** The engine is open. */
    public record EngineOpened(Opened opened) implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.EngineOpened(opened));
        }
    }

    /** The engine could not be opened, or died. */
    public record EngineFailed(Failure failure) implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            if (failure.code() == ErrorCode.FENCED) {
                node.fence(failure.message());
                return;
            }
            node.out.log(failure.code() + ": " + failure.message());
            node.engineFailure = failure;
            node.elect(new Election.EngineFailed(failure));
        }
    }

    /** The engine is closed. */
    public record EngineClosed() implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.isEngineClosed = true;
        }
    }

    /** The engine did what it was asked. */
    public record Executed(Execution execution) implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            boolean isFenced =
                    execution.failure() != null && execution.failure().code() == ErrorCode.FENCED;
            if (isFenced) {
                node.fence(execution.failure().message());
            } else {
                node.schedule(new Scheduler.Executed(execution));
            }
        }
    }

    /** The flush ended; {@code failure} is null when it succeeded. */
    public record Flushed(Failure failure) implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            if (failure != null && failure.code() == ErrorCode.FENCED) {
                node.fence(failure.message());
            } else {
                node.schedule(new Scheduler.Flushed(failure));
            }
        }
    }

    /** A tab sent a message. */
    public record Received(int connection, ToLeader message) implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.received(connection, message);
        }
    }

    /** The lock of a session is free, as the leader of this term had asked to be told. */
    public record SessionGone(String session, int term) implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.sessionGone(session, term);
        }
    }

    /** The tab knows of a leader with this term. */
    public record TermSeen(int term) implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.TermSeen(term));
        }
    }

    /** Hand leadership on; {@code isStopping} when this node will not lead again. */
    public record Resign(boolean isStopping) implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.isStopping |= isStopping;
            node.elect(new Election.Resign(isStopping));
            node.steps.add(node::stopIfIdle);
        }
    }

    /** Time passed. */
    public record Tick() implements Input {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.Tick());
            node.schedule(new Scheduler.Tick());
        }
    }

    private final Holder self;
    private final LockProof proof;
    private final Election election = new Election();
    private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
    private LeaderSessions sessions;
    private Scheduler scheduler;
    private LiveHub live;
    private Opened opened;
    private Failure engineFailure;
    private boolean isStopping;
    private boolean isFenced;
    private boolean isEngineClosed;
    private double goodbyeUntilMs;
    private double nowMs;
    private LeaderEffects out;

    /**
     * The node of the tab that presents itself as {@code self}, in a group that deposes a leader which gives no sign of
     * life for {@code leaderTimeoutMs}.
     */
    public LeaderNode(Holder self, int leaderTimeoutMs) {
        this.self = self;
        this.proof = new LockProof(leaderTimeoutMs);
    }

    /** Applies one input; what the host must do follows, in order, in {@code effects}. */
    public void step(Input input, double atMs, LeaderEffects effects) {
        nowMs = atMs;
        out = effects;
        if (isFenced) {
            return;
        }
        if (input instanceof LockGranted) {
            proof.expired();
        }
        boolean isAboutLock = input instanceof LockProven || input instanceof LockStolen;
        if (!isAboutLock && proof.isTooOld(nowMs)) {
            if (proof.hold(input, nowMs)) {
                out.proveLock();
            }
            return;
        }
        take(input);
    }

    private void take(Input input) {
        if (!isFenced) {
            input.applyTo(this);
            runSteps();
            letGo();
        }
    }

    /** Whether this node leads. */
    public boolean isLeading() {
        return election.role() == Role.LEADER && !isFenced;
    }

    /** Another leader has the store; nothing of this node may reach anybody any more. */
    private void fence(String why) {
        isFenced = true;
        steps.clear();
        out.log(why);
        out.fenced();
    }

    private void elect(Election.Input input) {
        steps.add(() -> election.step(input, nowMs, electionEffects));
    }

    private void session(LeaderSessions.Input input) {
        steps.add(() -> {
            if (sessions != null) {
                sessions.step(input, nowMs, sessionEffects);
            }
        });
    }

    /** A watch outlives the leadership that asked for it, and may be answered in the next one of this worker. */
    private void sessionGone(String session, int term) {
        if (opened != null && opened.term() == term) {
            session(new LeaderSessions.Gone(session));
        }
    }

    private void schedule(Scheduler.Input input) {
        steps.add(() -> {
            if (scheduler != null) {
                scheduler.step(input, nowMs, schedulerEffects);
            }
        });
    }

    private void live(LiveHub.Input input) {
        steps.add(() -> {
            if (live != null) {
                live.step(input, nowMs, liveEffects);
            }
        });
    }

    private void received(int connection, ToLeader message) {
        if (message instanceof ToLeader.Bye) {
            if (sessions == null) {
                out.close(connection);
            } else {
                session(new LeaderSessions.Left(connection));
            }
        } else if (scheduler == null) {
            turnAway(connection, message);
        } else if (message instanceof ToLeader.Hello hello) {
            elect(new Election.TermSeen(hello.lastTerm()));
            session(new LeaderSessions.Greeted(connection, hello));
        } else if (message instanceof ToLeader.Yield ask) {
            session(new LeaderSessions.YieldAsked(ask));
        } else {
            String from = sessions.sessionOn(connection);
            if (from == null) {
                turnAway(connection, message);
            } else {
                obey(from, connection, message);
            }
        }
    }

    private void obey(String from, int connection, ToLeader message) {
        if (message instanceof ToLeader.Request request) {
            schedule(new Scheduler.Submit(Job.of(from, request)));
        } else if (message instanceof ToLeader.Cancel cancel) {
            schedule(new Scheduler.Cancel(from, cancel.number()));
        } else if (message instanceof ToLeader.Subscribe ask) {
            live(new LiveHub.Subscribed(from, ask.subscription(), ask.key(), ask.query(), ask.seen()));
        } else if (message instanceof ToLeader.Unsubscribe ask) {
            live(new LiveHub.Unsubscribed(from, ask.subscription()));
        } else if (message instanceof ToLeader.Refresh ask) {
            live(new LiveHub.RefreshAsked(from, ask.subscription()));
        } else {
            out.log("an unknown message on connection " + connection + " was not obeyed");
        }
    }

    /**
     * What a node that does not lead says to a tab that believes it does. It says nothing of a withdrawal: what became
     * of a request that it had while it led, it has told, and the tab may know of an effect that this node does not.
     */
    private void turnAway(int connection, ToLeader message) {
        if (message instanceof ToLeader.Request request) {
            out.send(connection, new ToClient.Moved(request.number(), false));
        } else if (message instanceof ToLeader.Hello) {
            out.send(connection, new ToClient.Leaving());
        }
    }

    /** A node that neither leads nor is about to holds nothing from the moment it leaves the queue. */
    private void stopIfIdle() {
        if (isStopping && election.isStopped()) {
            out.stopped();
        }
    }

    private void runSteps() {
        while (!steps.isEmpty()) {
            steps.poll().run();
        }
    }

    /**
     * Lets the next one lead once the engine is closed and the tabs have said goodbye. A goodbye proves that a tab has
     * every answer of this leader; without it, the next leader's welcome could overtake them.
     */
    private void letGo() {
        if (!isEngineClosed || isFenced) {
            return;
        }
        boolean isAlone = sessions == null || sessions.isEmpty();
        if (!isAlone && nowMs < goodbyeUntilMs) {
            out.wakeAt(goodbyeUntilMs);
            return;
        }
        isEngineClosed = false;
        sessions = null;
        elect(new Election.EngineClosed());
        steps.add(this::stopIfIdle);
        runSteps();
    }

    private final Election.Effects electionEffects = new Election.Effects() {
        @Override
        public void requestLock() {
            out.requestLock();
        }

        @Override
        public void stealLock() {
            out.stealLock();
        }

        @Override
        public void releaseLock() {
            proof.released();
            out.releaseLock();
        }

        @Override
        public void openEngine(int termFloor, boolean isStolen) {
            engineFailure = null;
            out.openEngine(termFloor, isStolen);
        }

        @Override
        public void closeEngine() {
            out.closeEngine();
        }

        @Override
        public void lead(Opened by) {
            opened = by;
            sessions = new LeaderSessions(self);
            scheduler = new Scheduler(by.term(), by.journal());
            live = new LiveHub();
            for (String session : scheduler.rememberedSessions()) {
                session(new LeaderSessions.Remembered(session));
            }
            out.announce(by.term());
        }

        @Override
        public void drain(double untilMs) {
            for (int connection : sessions.connections()) {
                out.send(connection, new ToClient.Leaving());
            }
            out.wakeAt(untilMs);
            schedule(new Scheduler.Drain(untilMs));
        }

        @Override
        public void leave() {
            // Tabs that were not told by a drain learn it now; they are turned away until they have said goodbye.
            for (int connection : sessions.connections()) {
                out.send(connection, new ToClient.Leaving());
            }
            goodbyeUntilMs = nowMs + GOODBYE_MS;
            scheduler.step(new Scheduler.Abandon(engineFailure), nowMs, schedulerEffects);
            scheduler = null;
            live = null;
        }

        @Override
        public void failed(Failure failure) {
            out.unserved(failure);
        }

        @Override
        public void wakeAt(double atMs) {
            out.wakeAt(atMs);
        }
    };

    private final LeaderSessions.Effects sessionEffects = new LeaderSessions.Effects() {
        @Override
        public void welcome(int connection, int protocol) {
            Commit commit = scheduler == null ? new Commit(opened.term(), 0) : scheduler.commit();
            out.send(
                    connection,
                    new ToClient.Welcome(
                            opened.term(),
                            self.leaderId(),
                            protocol,
                            commit,
                            opened.isFresh(),
                            opened.engine(),
                            opened.storage()));
            if (election.role() != Role.LEADER) {
                out.send(connection, new ToClient.Leaving());
            }
        }

        @Override
        public void refuse(int connection, Failure failure, Holder holder) {
            out.send(connection, new ToClient.Refused(failure, holder));
        }

        @Override
        public void watch(String session) {
            out.watch(session, opened.term());
        }

        @Override
        public void gone(String session) {
            schedule(new Scheduler.SessionGone(session));
        }

        @Override
        public void ended(String session) {
            schedule(new Scheduler.SessionEnded(session));
            live(new LiveHub.SessionEnded(session));
        }

        @Override
        public void close(int connection) {
            out.close(connection);
        }

        @Override
        public void yieldAsked(String session) {
            out.log("tab " + session + " runs a newer build and asked this leader to give way");
            elect(new Election.Resign(false));
        }
    };

    private final Scheduler.Effects schedulerEffects = new Scheduler.Effects() {
        @Override
        public void execute(Job job, EngineCall call) {
            if (!job.session().equals(Job.INTERNAL)) {
                out.runs(job.session(), job.number());
            }
            out.execute(call);
        }

        @Override
        public void flush(Durability level) {
            out.flush(level);
        }

        @Override
        public void answered(Job job, Execution execution, Commit commit, Durability level) {
            if (job.session().equals(Job.INTERNAL)) {
                live(new LiveHub.Ran(job.number(), execution, commit));
            } else {
                sendTo(
                        job.session(),
                        new ToClient.Reply(
                                job.number(),
                                execution.failure(),
                                execution.result(),
                                execution.isAbridged(),
                                commit,
                                level));
            }
        }

        @Override
        public void moved(Job job, boolean hasBegun) {
            sendTo(job.session(), new ToClient.Moved(job.number(), hasBegun));
        }

        @Override
        public void doubted(Job job, Failure failure) {
            sendTo(job.session(), new ToClient.Doubted(job.number(), failure));
        }

        @Override
        public void notKept(Job job) {
            sendTo(job.session(), new ToClient.NotKept(job.number()));
        }

        @Override
        public void withdrawn(String session, int number) {
            sendTo(session, new ToClient.Withdrawn(number));
        }

        @Override
        public void begun(String session, int number) {
            sendTo(session, new ToClient.Begun(number));
        }

        @Override
        public void committed(Commit commit, Changes changes) {
            live(new LiveHub.Committed(changes));
        }

        @Override
        public void drained() {
            elect(new Election.Drained());
        }

        @Override
        public void wakeAt(double atMs) {
            out.wakeAt(atMs);
        }
    };

    private final LiveHub.Effects liveEffects = new LiveHub.Effects() {
        @Override
        public void run(int number, EngineCall call) {
            schedule(new Scheduler.Submit(Job.internal(number, call)));
        }

        @Override
        public void result(String session, int subscription, Commit commit, Payload result) {
            sendTo(session, new ToClient.LiveResult(subscription, commit, result));
        }

        @Override
        public void failure(String session, int subscription, Commit commit, Failure failure) {
            sendTo(session, new ToClient.LiveFailed(subscription, commit, failure));
        }
    };

    private void sendTo(String session, ToClient message) {
        Integer connection = sessions == null ? null : sessions.connectionOf(session);
        if (connection != null) {
            out.send(connection, message);
        }
    }
}
