package org.tabularium.node;

import org.tabularium.wire.ToLeader;

/**
 * The connections of a tab to leaders: the one it follows, and the one it has greeted.
 *
 * <p>Only the newest greeting is waited for: the same worker may be introduced for two of its terms, and an introduction
 * may have lost its other end with the broker that made it.
 */
final class ClientConnections {
    private static final int NO_CONNECTION = 0;

    private final ClientNode.Self self;
    private int current = NO_CONNECTION;
    private int term;
    /** The connection that has been greeted and has not answered, and the term it promised. */
    private int greeted = NO_CONNECTION;

    private int greetedTerm;
    private int greetings;
    private boolean isClosed;

    ClientConnections(ClientNode.Self self) {
        this.self = self;
    }

    /** The connection to the leader that is followed. */
    int current() {
        return current;
    }

    /** The highest term followed. */
    int term() {
        return term;
    }

    boolean isFollowing() {
        return current != NO_CONNECTION;
    }

    boolean isCurrent(int connection) {
        return connection == current;
    }

    boolean isGreeted(int connection) {
        return greeted != NO_CONNECTION && connection == greeted;
    }

    /** Greets a leader, unless it is older than one that is followed or greeted. */
    void introduced(int connection, int promisedTerm, ClientEffects out) {
        boolean isFollowed = current != NO_CONNECTION && promisedTerm <= term;
        boolean isOlder = greeted != NO_CONNECTION && promisedTerm < greetedTerm;
        if (isClosed || isFollowed || isOlder) {
            out.close(connection);
            return;
        }
        leaveGreeted(out);
        greeted = connection;
        greetedTerm = promisedTerm;
        greetings++;
        out.send(
                connection,
                new ToLeader.Hello(self.session(), self.id(), self.appVersion(), self.protocol(), term, greetings));
    }

    /** The greeting was answered, in whatever way. */
    void answered() {
        greeted = NO_CONNECTION;
    }

    /** Whether a leader that welcomes with this term is to be followed from now on. */
    boolean isNews(int welcomeTerm) {
        return welcomeTerm > term || (welcomeTerm == term && current == NO_CONNECTION);
    }

    void follow(int connection, int welcomeTerm, ClientEffects out) {
        disconnect(out);
        current = connection;
        term = welcomeTerm;
    }

    /** Nothing more will come from the leader that was followed. */
    void disconnect(ClientEffects out) {
        if (current != NO_CONNECTION) {
            out.close(current);
            current = NO_CONNECTION;
        }
    }

    /** Says goodbye to the leader that was followed. */
    void leaveCurrent(ClientEffects out) {
        if (current != NO_CONNECTION) {
            leave(current, out);
            current = NO_CONNECTION;
        }
    }

    void leaveGreeted(ClientEffects out) {
        if (greeted != NO_CONNECTION) {
            leave(greeted, out);
            greeted = NO_CONNECTION;
        }
    }

    void leave(int connection, ClientEffects out) {
        out.send(connection, new ToLeader.Bye());
        out.close(connection);
    }

    /** Leaves them all; whoever is introduced later is not greeted. */
    void close(ClientEffects out) {
        isClosed = true;
        leaveCurrent(out);
        leaveGreeted(out);
    }
}
