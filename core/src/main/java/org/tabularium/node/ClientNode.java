package org.tabularium.node;

import java.util.ArrayDeque;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.live.LiveClient;
import org.tabularium.session.ClientSession;
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

    private static final int NO_CONNECTION = 0;

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

    /** What can happen to the node. */
    public sealed interface Input {
        /** Applies this input. */
        void applyTo(ClientNode node);
    }

    /** The host holds a channel to somebody who leads with this term. */
    public record Introduced(int connection, int term) implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.introduced(connection, term);
        }
    }

    /** A message came. */
    public record Received(int connection, ToClient message) implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.received(connection, message);
        }
    }

    /** This tab's own worker could not lead. */
    public record Unserved(Failure failure) implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.unserved(failure);
        }
    }

    /** The application calls. */
    public record Call(
            int number,
            Operation operation,
            boolean isRead,
            int transaction,
            Durability durability,
            int idleMs,
            Commit awaited,
            int deadlineMs,
            Payload statement)
            implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.session(new ClientSession.Called(
                    new ToLeader.Request(
                            number, 0, operation, isRead, false, transaction, durability, idleMs, awaited, statement),
                    deadlineMs));
        }
    }

    /** The application no longer wants to wait for a call. */
    public record Abort(int number) implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.session(new ClientSession.Aborted(number));
        }
    }

    /** The application subscribes to a query. */
    public record Subscribe(int subscription, String key, Payload query) implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.live(new LiveClient.Subscribed(subscription, key, query));
        }
    }

    /** The application has seen enough. */
    public record Unsubscribe(int subscription) implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.live(new LiveClient.Unsubscribed(subscription));
        }
    }

    /** The application wants a live query run now. */
    public record Refresh(int subscription) implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.live(new LiveClient.RefreshAsked(subscription));
        }
    }

    /** The leader of this term is dead: nothing more will come from it. */
    public record LeaderDied(int term) implements Input {
        @Override
        public void applyTo(ClientNode node) {
            if (term == node.term) {
                node.disconnect();
            }
        }
    }

    /** Whoever holds the store's lock gave a sign of life. */
    public record LeaderAnswered() implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.silence.broken(node.nowMs);
        }
    }

    /** The engine had to be stopped while it ran a call of this tab. */
    public record Stopped(int number, Failure failure) implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.session(new ClientSession.WasDoubted(number, failure));
        }
    }

    /** The page was put away, or its channels are known to be dead: nothing will come on them any more. */
    public record Detached() implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.detached();
        }
    }

    /** The page that was put away is back and looks for a leader, be it the same. */
    public record Attached() implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.isAway = false;
        }
    }

    /** The application closes the database. */
    public record Close() implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.closing();
        }
    }

    /** Time passed. */
    public record Tick() implements Input {
        @Override
        public void applyTo(ClientNode node) {
            node.tick();
        }
    }

    private final Self self;
    private final ClientSession session = new ClientSession();
    private final LiveClient live = new LiveClient();
    private final Silence silence;
    private final ArrayDeque<Runnable> steps = new ArrayDeque<>();
    private int current = NO_CONNECTION;
    /** The connection that has been greeted and has not answered, and the term it promised. */
    private int greeted = NO_CONNECTION;

    private int greetedTerm;
    private int greetings;
    private int term;
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
        this.silence = new Silence(self.leaderTimeoutMs());
    }

    /** Applies one input; what the host must do follows, in order, in {@code effects}. */
    public void step(Input input, double atMs, ClientEffects effects) {
        nowMs = atMs;
        out = effects;
        input.applyTo(this);
        while (!steps.isEmpty()) {
            steps.poll().run();
        }
        boolean isWaiting = current == NO_CONNECTION || session.openCalls() > 0;
        silence.look(nowMs, isWaiting && waitingForYield == null && !isAway && !isClosed, out);
    }

    /** Whether this tab's worker leads, as far as this node knows. */
    public boolean isLeader() {
        return isLeader;
    }

    /** The highest term seen. */
    public int term() {
        return term;
    }

    /** How many calls have not ended. */
    public int openCalls() {
        return session.openCalls();
    }

    private void session(ClientSession.Input input) {
        steps.add(() -> session.step(input, nowMs, sessionEffects));
    }

    private void live(LiveClient.Input input) {
        steps.add(() -> live.step(input, nowMs, liveEffects));
    }

    /**
     * Greets a leader. Only the newest greeting is waited for: the same worker may be introduced for two of its terms,
     * and an introduction may have lost its other end with the broker that made it.
     */
    private void introduced(int connection, int promisedTerm) {
        boolean isFollowed = current != NO_CONNECTION && promisedTerm <= term;
        boolean isOlder = greeted != NO_CONNECTION && promisedTerm < greetedTerm;
        if (isClosed || isFollowed || isOlder) {
            out.close(connection);
            return;
        }
        leaveGreeted();
        greeted = connection;
        greetedTerm = promisedTerm;
        greetings++;
        out.send(
                connection,
                new ToLeader.Hello(self.session(), self.id(), self.appVersion(), self.protocol(), term, greetings));
    }

    private void received(int connection, ToClient message) {
        if (connection == current || connection == greeted) {
            silence.broken(nowMs);
        }
        if (greeted != NO_CONNECTION && connection == greeted) {
            answered(connection, message);
        } else if (connection != current) {
            return;
        } else if (message instanceof ToClient.Reply reply) {
            session(new ClientSession.Replied(reply));
        } else if (message instanceof ToClient.LiveResult result) {
            live(new LiveClient.GotResult(result));
        } else if (message instanceof ToClient.LiveFailed failed) {
            live(new LiveClient.GotFailure(failed));
        } else if (message instanceof ToClient.Moved moved) {
            session(new ClientSession.WasMoved(moved.number(), moved.hasBegun()));
        } else if (message instanceof ToClient.NotKept notKept) {
            session(new ClientSession.WasNotKept(notKept.number()));
        } else if (message instanceof ToClient.Doubted doubted) {
            session(new ClientSession.WasDoubted(doubted.number(), doubted.failure()));
        } else if (message instanceof ToClient.Withdrawn withdrawn) {
            session(new ClientSession.WasWithdrawn(withdrawn.number()));
        } else if (message instanceof ToClient.Begun begun) {
            session(new ClientSession.HadBegun(begun.number()));
        } else if (message instanceof ToClient.Leaving) {
            demote();
            session(new ClientSession.LeaderLeaving());
        }
    }

    /** The answer to a hello: come in, or not. */
    private void answered(int connection, ToClient message) {
        greeted = NO_CONNECTION;
        if (message instanceof ToClient.Welcome welcome) {
            boolean isNews = welcome.term() > term || (welcome.term() == term && current == NO_CONNECTION);
            if (isNews) {
                follow(connection, welcome);
            } else {
                leave(connection);
            }
        } else if (message instanceof ToClient.Refused refused) {
            refused(connection, refused);
        } else {
            leave(connection);
        }
    }

    private void follow(int connection, ToClient.Welcome welcome) {
        if (current != NO_CONNECTION) {
            out.close(current);
        }
        current = connection;
        term = welcome.term();
        isLeader = welcome.leaderId().equals(self.session());
        waitingForYield = null;
        out.seek(term);
        live(new LiveClient.Disconnected());
        if (awaySinceMs > 0 && nowMs - awaySinceMs > AWAY_MS) {
            session(new ClientSession.Expired());
        }
        awaySinceMs = 0;
        session(new ClientSession.Connected());
        live(new LiveClient.Connected());
        out.welcomed(welcome, isLeader);
    }

    private void refused(int connection, ToClient.Refused refused) {
        if (!mayAskToYield(refused)) {
            leave(connection);
            block(refused.failure());
            return;
        }
        out.send(connection, new ToLeader.Yield(self.session()));
        leave(connection);
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

    private void leave(int connection) {
        out.send(connection, new ToLeader.Bye());
        out.close(connection);
    }

    private void leaveGreeted() {
        if (greeted != NO_CONNECTION) {
            leave(greeted);
            greeted = NO_CONNECTION;
        }
    }

    private void block(Failure failure) {
        out.blocked(failure);
        session(new ClientSession.Unserved(failure, true));
        live(new LiveClient.Unserved(failure));
    }

    private void unserved(Failure failure) {
        if (term == 0) {
            out.blocked(failure);
        } else {
            out.log("this tab could not take over: " + failure.code() + ": " + failure.message());
        }
        session(new ClientSession.Unserved(failure, false));
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
        if (current != NO_CONNECTION) {
            out.close(current);
            current = NO_CONNECTION;
        }
        session(new ClientSession.Disconnected());
        live(new LiveClient.Disconnected());
    }

    private void detached() {
        isAway = true;
        if (awaySinceMs == 0) {
            awaySinceMs = nowMs;
        }
        disconnect();
        leaveGreeted();
    }

    private void closing() {
        if (isClosing) {
            return;
        }
        isClosing = true;
        waitingForYield = null;
        Failure failure = Failure.of(ErrorCode.CLOSED, "The database is closed; open it again.", Outcome.NOT_RUN);
        session(new ClientSession.Closed(failure));
        live(new LiveClient.Disconnected());
    }

    private void closed() {
        isClosed = true;
        demote();
        if (current != NO_CONNECTION) {
            leave(current);
            current = NO_CONNECTION;
        }
        leaveGreeted();
        out.closed();
    }

    private void tick() {
        session(new ClientSession.Tick());
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

    private final ClientSession.Effects sessionEffects = new ClientSession.Effects() {
        @Override
        public void send(ToLeader message) {
            out.send(current, message);
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
            session(new ClientSession.Called(
                    new ToLeader.Request(
                            ownNumber,
                            0,
                            Operation.ROLLBACK,
                            false,
                            false,
                            transaction,
                            Durability.MEMORY,
                            0,
                            Commit.NONE,
                            null),
                    YIELD_MS));
        }

        @Override
        public void closed() {
            steps.add(ClientNode.this::closed);
        }

        @Override
        public void quiet() {
            leave(current);
            current = NO_CONNECTION;
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
            if (current != NO_CONNECTION) {
                out.send(current, message);
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
