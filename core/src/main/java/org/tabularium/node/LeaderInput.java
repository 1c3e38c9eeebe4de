package org.tabularium.node;

import org.tabularium.base.Failure;
import org.tabularium.election.Election;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.ToLeader;

/** What can happen to a {@link LeaderNode}. */
public sealed interface LeaderInput {
    /** Applies this input. */
    void applyTo(LeaderNode node);

    /** The tab wants a leader. */
    record Start() implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.start();
        }
    }

    /** The lock of the storage path is ours; {@code isStolen} where it was taken from somebody. */
    record LockGranted(boolean isStolen) implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.LockGranted(isStolen));
        }
    }

    /** The lock is still ours, as was asked. */
    record LockProven() implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.lockProven();
        }
    }

    /** The lock was taken from us: another node leads, or is about to. */
    record LockStolen() implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.fence("the lock of the store was taken by another tab, because this one gave no sign of life");
        }
    }

    /** The holder of the lock has been silent for too long. */
    record Depose() implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.Depose());
        }
    }

    /** The tab is no longer seen by anybody. */
    record Hidden() implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.Hidden());
        }
    }

    /** The lock could not be had, or was taken away. */
    record LockLost(Failure failure) implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.LockLost(failure));
        }
    }

    /** The engine is open. */
    record EngineOpened(Opened opened) implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.EngineOpened(opened));
        }
    }

    /** The engine could not be opened, or died. */
    record EngineFailed(Failure failure) implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.engineFailed(failure);
        }
    }

    /** The engine is closed. */
    record EngineClosed() implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.engineClosed();
        }
    }

    /** The engine did what it was asked. */
    record Executed(Execution execution) implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.executed(execution);
        }
    }

    /** The flush ended; {@code failure} is null when it succeeded. */
    record Flushed(Failure failure) implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.flushed(failure);
        }
    }

    /** A tab sent a message. */
    record Received(int connection, ToLeader message) implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.received(connection, message);
        }
    }

    /** The lock of a session is free, as the leader of this term had asked to be told. */
    record SessionGone(String session, int term) implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.sessionGone(session, term);
        }
    }

    /** The tab knows of a leader with this term. */
    record TermSeen(int term) implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.elect(new Election.TermSeen(term));
        }
    }

    /** Hand leadership on; {@code isStopping} when this node will not lead again. */
    record Resign(boolean isStopping) implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.resign(isStopping);
        }
    }

    /** Time passed. */
    record Tick() implements LeaderInput {
        @Override
        public void applyTo(LeaderNode node) {
            node.tick();
        }
    }
}
