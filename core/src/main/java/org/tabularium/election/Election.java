package org.tabularium.election;

import org.tabularium.base.Failure;
import org.tabularium.base.Invariant;
import org.tabularium.sql.Opened;

/**
 * Decides when this node leads.
 *
 * <p>The lock of the storage path elects; this machine makes sure that the engine is open only while the lock is held,
 * that the lock is let go of only after the engine is closed, and that a leader that goes on purpose drains first. See
 * the package for the diagram.
 */
public final class Election {
    /** How long a leader that goes waits for open transactions, in milliseconds. */
    public static final int DRAIN_MS = 2_000;

    private static final int FIRST_REST_MS = 500;
    private static final int LONGEST_REST_MS = 30_000;

    /** What the node does for the election. */
    public interface Effects {
        /** Queue for the lock of the storage path; answered by {@link LockGranted}. */
        void requestLock();

        /** Take the lock from its holder, who gives no sign of life; answered by {@link LockGranted} if that works. */
        void stealLock();

        /** Let go of the lock, or leave its queue. */
        void releaseLock();

        /**
         * Open the engine with a term above {@code termFloor}; {@code isStolen} where an earlier leader may still live.
         */
        void openEngine(int termFloor, boolean isStolen);

        /** Close the engine; answered by {@link EngineClosed}. */
        void closeEngine();

        /** Serve: the engine is open and the term is raised. */
        void lead(Opened opened);

        /** Begin nothing new and end what has begun by {@code untilMs}; answered by {@link Drained}. */
        void drain(double untilMs);

        /** Serve no more: the leadership has ended. */
        void leave();

        /** Tell the tab that this node could not lead. */
        void failed(Failure failure);

        /** Step with {@link Tick} at this time. */
        void wakeAt(double atMs);
    }

    /** What can happen to an election. */
    public sealed interface Input {
        /** Applies this input. */
        void applyTo(Election election, double nowMs, Effects out);
    }

    /** The tab wants a leader. */
    public record Start() implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            election.stopping = false;
            if (election.role == Role.FOLLOWER) {
                election.restUntilMs = 0;
                election.become(Role.CANDIDATE);
                out.requestLock();
            }
        }
    }

    /** The lock of the storage path is ours; {@code isStolen} where it was taken from somebody. */
    public record LockGranted(boolean isStolen) implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            if (election.role == Role.FOLLOWER) {
                out.releaseLock();
            } else if (election.role == Role.CANDIDATE) {
                election.become(Role.OPENING);
                out.openEngine(election.highestTerm, isStolen);
            }
        }
    }

    /** The holder of the lock has been silent for too long. */
    public record Depose() implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            if (election.role == Role.CANDIDATE) {
                out.stealLock();
            }
        }
    }

    /** The tab is no longer seen by anybody: it queues again behind the others, so that a visible one leads first. */
    public record Hidden() implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            if (election.role == Role.CANDIDATE) {
                out.releaseLock();
                out.requestLock();
            }
        }
    }

    /** The lock could not be had, or was taken away. */
    public record LockLost(Failure failure) implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            election.fail(failure, nowMs, out);
        }
    }

    /** The engine is open and its term raised. */
    public record EngineOpened(Opened opened) implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            Invariant.check(election.role == Role.OPENING, "an engine opens only for the holder of the lock");
            election.highestTerm = opened.term();
            election.restMs = FIRST_REST_MS;
            if (election.stopping) {
                election.become(Role.CLOSING);
                out.closeEngine();
                return;
            }
            election.become(Role.LEADER);
            out.lead(opened);
        }
    }

    /** The engine could not be opened, or died while open. */
    public record EngineFailed(Failure failure) implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            election.fail(failure, nowMs, out);
        }
    }

    /** Somebody led with this term. */
    public record TermSeen(int term) implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            election.highestTerm = Math.max(election.highestTerm, term);
        }
    }

    /** Hand leadership on; {@code stopping} when this node will not lead again. */
    public record Resign(boolean stopping) implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            election.stopping |= stopping;
            switch (election.role) {
                case LEADER -> {
                    election.become(Role.DRAINING);
                    out.drain(nowMs + DRAIN_MS);
                }
                case CANDIDATE, FOLLOWER -> {
                    if (stopping) {
                        election.restUntilMs = 0;
                        election.become(Role.FOLLOWER);
                        out.releaseLock();
                    }
                }
                case OPENING, DRAINING, CLOSING -> {
                    // Ends by itself; `stopping` is looked at when it does.
                }
            }
        }
    }

    /** Nothing is running and nothing waits for the store. */
    public record Drained() implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            if (election.role == Role.DRAINING) {
                election.become(Role.CLOSING);
                out.leave();
                out.closeEngine();
            }
        }
    }

    /** The engine is closed and has let go of the store. */
    public record EngineClosed() implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            if (election.role == Role.CLOSING) {
                out.releaseLock();
                election.rest(nowMs, out);
            }
        }
    }

    /** Time passed. */
    public record Tick() implements Input {
        @Override
        public void applyTo(Election election, double nowMs, Effects out) {
            if (election.role != Role.FOLLOWER || election.restUntilMs == 0) {
                return;
            }
            if (nowMs < election.restUntilMs) {
                out.wakeAt(election.restUntilMs);
                return;
            }
            election.restUntilMs = 0;
            election.become(Role.CANDIDATE);
            out.requestLock();
        }
    }

    private Role role = Role.FOLLOWER;
    private int highestTerm;
    private boolean stopping;
    private boolean hasFailed;
    private int restMs = FIRST_REST_MS;
    private double restUntilMs;

    /** An election that has not begun. */
    public Election() {}

    /** Applies one input; what the node must do follows, in order, in {@code out}. */
    public void step(Input input, double nowMs, Effects out) {
        input.applyTo(this, nowMs, out);
    }

    /** Where this node stands. */
    public Role role() {
        return role;
    }

    /** Whether this node has been told to stop and holds nothing any more. */
    public boolean isStopped() {
        return stopping && role == Role.FOLLOWER;
    }

    private void fail(Failure failure, double nowMs, Effects out) {
        switch (role) {
            case LEADER, DRAINING -> {
                hasFailed = true;
                out.leave();
                become(Role.CLOSING);
                out.closeEngine();
            }
            case CANDIDATE, OPENING -> {
                hasFailed = true;
                out.failed(failure);
                become(Role.CLOSING);
                out.closeEngine();
            }
            case FOLLOWER, CLOSING -> {
                // It ends by itself.
            }
        }
    }

    /** Queues again at once after a hand-over, and after a pause that doubles when leading failed. */
    private void rest(double nowMs, Effects out) {
        become(Role.FOLLOWER);
        if (stopping) {
            return;
        }
        if (!hasFailed) {
            become(Role.CANDIDATE);
            out.requestLock();
            return;
        }
        hasFailed = false;
        restUntilMs = nowMs + restMs;
        restMs = Math.min(restMs * 2, LONGEST_REST_MS);
        out.wakeAt(restUntilMs);
    }

    /** The only door between roles. */
    private void become(Role next) {
        Invariant.check(isAllowed(role, next), "no way from " + role + " to " + next);
        role = next;
    }

    private static boolean isAllowed(Role from, Role to) {
        return switch (from) {
            case FOLLOWER -> to == Role.CANDIDATE || to == Role.FOLLOWER;
            case CANDIDATE -> to == Role.OPENING || to == Role.FOLLOWER || to == Role.CLOSING;
            case OPENING -> to == Role.LEADER || to == Role.CLOSING;
            case LEADER -> to == Role.DRAINING || to == Role.CLOSING;
            case DRAINING -> to == Role.CLOSING;
            case CLOSING -> to == Role.FOLLOWER;
        };
    }
}
