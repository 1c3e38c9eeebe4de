package org.tabularium.node;

import java.util.ArrayDeque;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.live.LiveClient;
import org.tabularium.session.ClientSession;
import org.tabularium.session.SessionEffects;
import org.tabularium.session.SessionInput;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** The half of a tab beside the application: finds the leader, and wires the session and the live queries to it. */
public final class ClientNode {
    /** How long a tab of a newer build waits for an older leader to give way, in milliseconds. */
    static final int YIELD_MS = 15_000;

    /**
     * How long a tab may be put away and still be told the outcome of what it had in flight, in milliseconds; half as
     * long as leaders remember it.
     */
    static final int AWAY_MS = 300_000;

    /**
     * What a tab says about itself.
     *
     * @param session the tab's session id
     * @param id the group id the application named, or null
     * @param appVersion the application's own version, or null
     * @param protocol the versions spoken
     * @param leaderTimeoutMs how long a leader may give no sign of life before it is deposed, in milliseconds
     */
    public record Self(String session, String id, String appVersion, Protocol protocol, int leaderTimeoutMs) {}

    private final Self self;
    private final ClientSession session = new ClientSession();
    private final LiveClient live = new LiveClient();
    private final ClientConnections connections;
    private final Silence silence;
    private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
    private boolean isLeader;
    private boolean isAway;
    private double awaySinceMs;
    private boolean isClosing;
    private boolean isClosed;
    private Failure waitingForYield;
    private double yieldUntilMs;
    /** Numbers of the node's own requests count down from here, the application's count up from 1. */
    private int ownNumber;

    private double nowMs;
    private ClientEffects out;

    /** The node of a tab. */
    public ClientNode(Self self) {
        this.self = self;
        this.connections = new ClientConnections(self);
        this.silence = new Silence(self.leaderTimeoutMs());
    }

    /** Applies one input; what the host must do follows, in order, in {@code effects}. */
    public void step(ClientInput input, double atMs, ClientEffects effects) {
        nowMs = atMs;
        out = effects;
        input.applyTo(this);
        while (!steps.isEmpty()) {
            steps.poll().run();
        }
        boolean isWaiting = !connections.isFollowing() || session.openCalls() > 0;
        silence.look(nowMs, isWaiting && waitingForYield == null && !isAway && !isClosed, out);
    }

    /** Whether this tab's worker leads, as far as this node knows. */
    public boolean isLeader() {
        return isLeader;
    }

    /** The highest term seen. */
    public int term() {
        return connections.term();
    }

    /** How many calls have not ended. */
    public int openCalls() {
        return session.openCalls();
    }

    void session(SessionInput input) {
        steps.add(() -> session.step(input, nowMs, sessionEffects));
    }

    void live(LiveClient.Input input) {
        steps.add(() -> live.step(input, nowMs, liveEffects));
    }

    void introduced(int connection, int term) {
        connections.introduced(connection, term, out);
    }

    void received(int connection, ToClient message) {
        boolean isAnswer = connections.isGreeted(connection);
        if (!isAnswer && !connections.isCurrent(connection)) {
            return;
        }
        silence.broken(nowMs);
        if (isAnswer) {
            answered(connection, message);
        } else if (message instanceof ToClient.Reply reply) {
            session(new SessionInput.Replied(reply));
        } else if (message instanceof ToClient.LiveResult result) {
            live(new LiveClient.GotResult(result));
        } else if (message instanceof ToClient.LiveFailed failed) {
            live(new LiveClient.GotFailure(failed));
        } else if (message instanceof ToClient.LiveRound round) {
            round.parts().forEach(part -> received(connection, part));
        } else if (message instanceof ToClient.Moved moved) {
            session(new SessionInput.WasMoved(moved.number(), moved.hasBegun()));
        } else if (message instanceof ToClient.NotKept notKept) {
            session(new SessionInput.WasNotKept(notKept.number()));
        } else if (message instanceof ToClient.Doubted doubted) {
            session(new SessionInput.WasDoubted(doubted.number(), doubted.failure()));
        } else if (message instanceof ToClient.Withdrawn withdrawn) {
            session(new SessionInput.WasWithdrawn(withdrawn.number()));
        } else if (message instanceof ToClient.Begun begun) {
            session(new SessionInput.HadBegun(begun.number()));
        } else if (message instanceof ToClient.Leaving) {
            demote();
            session(new SessionInput.LeaderLeaving());
        }
    }

    /** The answer to a hello: come in, or not. */
    private void answered(int connection, ToClient message) {
        connections.answered();
        if (message instanceof ToClient.Welcome welcome) {
            if (connections.isNews(welcome.term())) {
                follow(connection, welcome);
            } else {
                connections.leave(connection, out);
            }
        } else if (message instanceof ToClient.Refused refused) {
            refused(connection, refused);
        } else {
            connections.leave(connection, out);
        }
    }

    private void follow(int connection, ToClient.Welcome welcome) {
        connections.follow(connection, welcome.term(), out);
        isLeader = welcome.leaderId().equals(self.session());
        waitingForYield = null;
        out.seek(welcome.term());
        live(new LiveClient.Disconnected());
        if (awaySinceMs > 0 && nowMs - awaySinceMs > AWAY_MS) {
            session(new SessionInput.Expired());
        }
        awaySinceMs = 0;
        session(new SessionInput.Connected());
        live(new LiveClient.Connected());
        out.welcomed(welcome, isLeader);
    }

    private void refused(int connection, ToClient.Refused refused) {
        if (!mayAskToYield(refused)) {
            connections.leave(connection, out);
            block(refused.failure());
            return;
        }
        out.send(connection, new ToLeader.Yield(self.session()));
        connections.leave(connection, out);
        if (waitingForYield == null) {
            waitingForYield = refused.failure();
            yieldUntilMs = nowMs + YIELD_MS;
            out.wakeAt(yieldUntilMs);
        }
    }

    /** Only a newer build asks an older one, so two builds never take turns at sending each other away. */
    private boolean mayAskToYield(ToClient.Refused refused) {
        return refused.failure().code() == ErrorCode.VERSION_BLOCKED
                && refused.holder() != null
                && self.protocol().isNewerThan(refused.holder().protocol());
    }

    private void block(Failure failure) {
        out.blocked(failure);
        session(new SessionInput.Unserved(failure, true));
        live(new LiveClient.Unserved(failure));
    }

    void unserved(Failure failure) {
        if (connections.term() == 0) {
            out.blocked(failure);
        } else {
            out.log("this tab could not take over: " + failure.code() + ": " + failure.message());
        }
        session(new SessionInput.Unserved(failure, false));
        live(new LiveClient.Unserved(failure));
    }

    private void demote() {
        if (isLeader) {
            isLeader = false;
            out.demoted();
        }
    }

    private void disconnect() {
        demote();
        connections.disconnect(out);
        session(new SessionInput.Disconnected());
        live(new LiveClient.Disconnected());
    }

    void leaderDied(int term) {
        if (term == connections.term()) {
            disconnect();
        }
    }

    void leaderAnswered() {
        silence.broken(nowMs);
    }

    void attached() {
        isAway = false;
    }

    void detached() {
        isAway = true;
        if (awaySinceMs == 0) {
            awaySinceMs = nowMs;
        }
        disconnect();
        connections.leaveGreeted(out);
    }

    void closing() {
        if (isClosing) {
            return;
        }
        isClosing = true;
        waitingForYield = null;
        Failure failure = Failure.of(ErrorCode.CLOSED, "The database is closed; open it again.", Outcome.NOT_RUN);
        session(new SessionInput.Closed(failure));
        live(new LiveClient.Disconnected());
    }

    private void closed() {
        isClosed = true;
        demote();
        connections.close(out);
        out.closed();
    }

    void tick() {
        session(new SessionInput.Tick());
        if (waitingForYield == null) {
            return;
        }
        if (nowMs < yieldUntilMs) {
            out.wakeAt(yieldUntilMs);
        } else {
            Failure failure = waitingForYield;
            waitingForYield = null;
            block(failure);
        }
    }

    private final SessionEffects sessionEffects = new SessionEffects() {
        @Override
        public void send(ToLeader message) {
            out.send(connections.current(), message);
        }

        @Override
        public void settle(ToClient.Reply end, boolean isLate) {
            if (end.number() > 0) {
                out.settle(end, isLate);
            }
        }

        @Override
        public void abandoned(int transaction) {
            ownNumber--;
            ClientInput rollback = new ClientInput.Call(
                    ownNumber,
                    Operation.ROLLBACK,
                    false,
                    transaction,
                    Durability.MEMORY,
                    0,
                    Commit.NONE,
                    YIELD_MS,
                    null);
            rollback.applyTo(ClientNode.this);
        }

        @Override
        public void closed() {
            steps.add(ClientNode.this::closed);
        }

        @Override
        public void quiet() {
            connections.leaveCurrent(out);
            live(new LiveClient.Disconnected());
        }

        @Override
        public void wakeAt(double atMs) {
            out.wakeAt(atMs);
        }
    };

    private final LiveClient.Effects liveEffects = new LiveClient.Effects() {
        @Override
        public void send(ToLeader message) {
            if (connections.isFollowing()) {
                out.send(connections.current(), message);
            }
        }

        @Override
        public void result(int subscription, Payload result, Commit commit) {
            out.liveResult(subscription, result, commit);
        }

        @Override
        public void failure(int subscription, Failure failure) {
            out.liveFailure(subscription, failure);
        }
    };
}
