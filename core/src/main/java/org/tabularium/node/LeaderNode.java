package org.tabularium.node;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.election.Election;
import org.tabularium.election.Role;
import org.tabularium.schedule.SchedulerInput;
import org.tabularium.session.LeaderSessions;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Holder;
import org.tabularium.wire.ToLeader;

/** The half of a tab that can lead: wires its election to the lock, the engine and the leadership it may come to. */
public final class LeaderNode {
    /** How long a leader that has left waits for its tabs to say goodbye, in milliseconds. */
    private static final int GOODBYE_MS = 250;

    private final Holder self;
    private final LockProof proof;
    private final Election election = new Election();
    private final LeaderStep step = new LeaderStep();
    /** Null unless this node leads, or has left and waits for goodbyes. */
    private Leadership leadership;

    private Failure engineFailure;
    private boolean isStopping;
    private boolean isFenced;
    private boolean isEngineClosed;
    private double goodbyeUntilMs;

    /**
     * The node of the tab that presents itself as {@code self}, in a group that deposes a leader which gives no sign of
     * life for {@code leaderTimeoutMs}.
     */
    public LeaderNode(Holder self, int leaderTimeoutMs) {
        this.self = self;
        this.proof = new LockProof(leaderTimeoutMs);
    }

    /** Applies one input; what the host must do follows, in order, in {@code effects}. */
    public void step(LeaderInput input, double atMs, LeaderEffects effects) {
        step.begin(atMs, effects);
        if (isFenced) {
            return;
        }
        if (input instanceof LeaderInput.LockGranted) {
            proof.expired();
        }
        boolean isAboutLock = input instanceof LeaderInput.LockProven || input instanceof LeaderInput.LockStolen;
        if (!isAboutLock && proof.isTooOld(step.nowMs)) {
            if (proof.hold(input, step.nowMs)) {
                step.out.proveLock();
            }
            return;
        }
        take(input);
    }

    private void take(LeaderInput input) {
        if (!isFenced) {
            input.applyTo(this);
            step.finish();
            letGo();
        }
    }

    /** Whether this node leads. */
    public boolean isLeading() {
        return election.role() == Role.LEADER && !isFenced;
    }

    void start() {
        isStopping = false;
        elect(new Election.Start());
    }

    void lockProven() {
        if (proof.isOutdated(step.nowMs)) {
            proof.askedAgain(step.nowMs);
            step.out.proveLock();
            return;
        }
        for (LeaderInput held : proof.proven()) {
            take(held);
        }
    }

    void engineFailed(Failure failure) {
        if (failure.code() == ErrorCode.FENCED) {
            fence(failure.message());
            return;
        }
        step.out.log(failure.code() + ": " + failure.message());
        engineFailure = failure;
        elect(new Election.EngineFailed(failure));
    }

    void engineClosed() {
        isEngineClosed = true;
    }

    void executed(Execution execution) {
        Failure failure = execution.failure();
        if (failure != null && failure.code() == ErrorCode.FENCED) {
            fence(failure.message());
        } else {
            schedule(new SchedulerInput.Executed(execution));
        }
    }

    void flushed(Failure failure) {
        if (failure != null && failure.code() == ErrorCode.FENCED) {
            fence(failure.message());
        } else if (failure != null && failure.code() == ErrorCode.ENGINE_DIED) {
            engineFailed(failure);
        } else {
            schedule(new SchedulerInput.Flushed(failure));
        }
    }

    void received(int connection, ToLeader message) {
        if (leadership != null) {
            leadership.received(connection, message);
        } else if (message instanceof ToLeader.Bye) {
            step.out.close(connection);
        } else {
            Leadership.turnAway(connection, message, step.out);
        }
    }

    /** A watch outlives the leadership that asked for it, and may be answered in the next one of this worker. */
    void sessionGone(String session, int term) {
        if (leadership != null && leadership.term() == term) {
            leadership.session(new LeaderSessions.Gone(session));
        }
    }

    void resign(boolean isForGood) {
        isStopping |= isForGood;
        elect(new Election.Resign(isForGood));
        step.add(this::stopIfIdle);
    }

    void tick() {
        elect(new Election.Tick());
        schedule(new SchedulerInput.Tick());
    }

    /** Another leader has the store; nothing of this node may reach anybody any more. */
    void fence(String why) {
        isFenced = true;
        step.cancel();
        step.out.log(why);
        step.out.fenced();
    }

    void elect(Election.Input input) {
        step.add(() -> election.step(input, step.nowMs, electionEffects));
    }

    private void schedule(SchedulerInput input) {
        if (leadership != null) {
            leadership.schedule(input);
        }
    }

    /** A node that neither leads nor is about to holds nothing from the moment it leaves the queue. */
    private void stopIfIdle() {
        if (isStopping && election.isStopped()) {
            step.out.stopped();
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
        boolean isAlone = leadership == null || leadership.isAlone();
        if (!isAlone && step.nowMs < goodbyeUntilMs) {
            step.out.wakeAt(goodbyeUntilMs);
            return;
        }
        isEngineClosed = false;
        leadership = null;
        elect(new Election.EngineClosed());
        step.add(this::stopIfIdle);
        step.finish();
    }

    private final Election.Effects electionEffects = new Election.Effects() {
        @Override
        public void requestLock() {
            step.out.requestLock();
        }

        @Override
        public void stealLock() {
            step.out.stealLock();
        }

        @Override
        public void releaseLock() {
            proof.released();
            step.out.releaseLock();
        }

        @Override
        public void openEngine(int termFloor, boolean isStolen) {
            engineFailure = null;
            step.out.openEngine(termFloor, isStolen);
        }

        @Override
        public void closeEngine() {
            step.out.closeEngine();
        }

        @Override
        public void lead(Opened opened) {
            leadership = new Leadership(self, opened, step, LeaderNode.this::elect);
            step.out.announce(opened.term());
        }

        @Override
        public void drain(double untilMs) {
            leadership.drain(untilMs);
        }

        @Override
        public void leave() {
            goodbyeUntilMs = step.nowMs + GOODBYE_MS;
            leadership.leave(engineFailure);
        }

        @Override
        public void failed(Failure failure) {
            step.out.unserved(failure);
        }

        @Override
        public void wakeAt(double atMs) {
            step.out.wakeAt(atMs);
        }
    };
}
