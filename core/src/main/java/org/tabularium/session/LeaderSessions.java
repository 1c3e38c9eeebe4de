package org.tabularium.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.wire.Holder;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToLeader;

/** The leader half of all sessions: who is connected, in which version they speak, and who is gone. */
public final class LeaderSessions {
    /** What the node does for the sessions. */
    public interface Effects {
        /** Greet the tab on this connection, in this version of the protocol. */
        void welcome(int connection, int protocol);

        /** Turn the tab on this connection away. */
        void refuse(int connection, Failure failure, Holder holder);

        /** Say when the session's lock is free, which means that its tab is gone. */
        void watch(String session);

        /** The tab of the session is gone. */
        void gone(String session);

        /** The session has ended, or was replaced by a new connection: forget what it asked for. */
        void ended(String session);

        /** Close the connection. */
        void close(int connection);

        /** A newer build wants to lead. */
        void yieldAsked(String session);
    }

    /** What can happen to the sessions. */
    public sealed interface Input {
        /** Applies this input. */
        void applyTo(LeaderSessions sessions, Effects out);
    }

    /** A tab introduces itself. */
    public record Greeted(int connection, ToLeader.Hello hello) implements Input {
        @Override
        public void applyTo(LeaderSessions sessions, Effects out) {
            sessions.greeted(connection, hello, out);
        }
    }

    /** A tab of a newer build asks this leader to give way. */
    public record YieldAsked(ToLeader.Yield message) implements Input {
        @Override
        public void applyTo(LeaderSessions sessions, Effects out) {
            out.yieldAsked(message.sessionId());
        }
    }

    /** A tab said goodbye on its connection. */
    public record Left(int connection) implements Input {
        @Override
        public void applyTo(LeaderSessions sessions, Effects out) {
            sessions.left(connection, out);
        }
    }

    /** The journal remembers a session whose tab may be there or not. */
    public record Remembered(String session) implements Input {
        @Override
        public void applyTo(LeaderSessions sessions, Effects out) {
            sessions.watch(session, out);
        }
    }

    /** The lock of a session was free when one of the watches on it was answered. */
    public record Gone(String session) implements Input {
        @Override
        public void applyTo(LeaderSessions sessions, Effects out) {
            sessions.gone(session, out);
        }
    }

    private final Holder self;
    private final Map<Integer, String> sessionOf = new LinkedHashMap<>();
    private final Map<String, Integer> connectionOf = new LinkedHashMap<>();
    /** How many watches on a session's lock have not been answered. */
    private final Map<String, Integer> watches = new LinkedHashMap<>();
    /** The last greeting of each session that is connected. */
    private final Map<String, Integer> greetingOf = new LinkedHashMap<>();

    /** The sessions of a leader that presents itself as {@code self}. */
    public LeaderSessions(Holder self) {
        this.self = self;
    }

    /** Applies one input; what the node must do follows, in order, in {@code out}. */
    public void step(Input input, double nowMs, Effects out) {
        input.applyTo(this, out);
    }

    /** The session on a connection, or null where nobody was welcomed. */
    public String sessionOn(int connection) {
        return sessionOf.get(connection);
    }

    /** The connection of a session, or null where it has none. */
    public Integer connectionOf(String session) {
        return connectionOf.get(session);
    }

    /** Every connection with a welcomed tab, oldest first. */
    public Iterable<Integer> connections() {
        return sessionOf.keySet();
    }

    /** Whether no tab is connected. */
    public boolean isEmpty() {
        return sessionOf.isEmpty();
    }

    private void greeted(int connection, ToLeader.Hello hello, Effects out) {
        Failure refusal = refusal(hello);
        if (refusal != null) {
            out.refuse(connection, refusal, self);
            return;
        }
        Integer earlier = connectionOf.get(hello.sessionId());
        if (earlier != null && hello.greeting() < greetingOf.get(hello.sessionId())) {
            out.close(connection);
            return;
        }
        if (earlier != null) {
            sessionOf.remove(earlier);
            out.ended(hello.sessionId());
            if (earlier != connection) {
                out.close(earlier);
            }
        }
        sessionOf.put(connection, hello.sessionId());
        connectionOf.put(hello.sessionId(), connection);
        greetingOf.put(hello.sessionId(), hello.greeting());
        out.welcome(connection, self.protocol().common(hello.protocol()));
        watch(hello.sessionId(), out);
    }

    /**
     * A tab that was away had let go of its lock, so an earlier watch may be answered after its return. That it is gone
     * is believed when the last watch is answered, the one asked for after its last greeting.
     */
    private void watch(String session, Effects out) {
        watches.put(session, watches.getOrDefault(session, 0) + 1);
        out.watch(session);
    }

    private Failure refusal(ToLeader.Hello hello) {
        Protocol theirs = hello.protocol();
        if (self.protocol().common(theirs) == 0) {
            return Failure.of(
                    ErrorCode.VERSION_BLOCKED,
                    "The database is led by tab " + self.leaderId() + describe(self)
                            + ", whose build speaks another version"
                            + " of the protocol. Reload or close the tabs of the older build.",
                    Outcome.NOT_RUN);
        }
        if (Holder.isOfOwnEngine(self.id()) != Holder.isOfOwnEngine(hello.id())) {
            return Failure.of(
                    ErrorCode.STORAGE_IN_USE,
                    "The store is open by tab " + self.leaderId()
                            + (Holder.isOfOwnEngine(self.id())
                                    ? ", whose application makes the engine itself, by the init function of its worker."
                                    : " with the built-in engine, not with one that an init function makes.")
                            + " Open it in the same way in all tabs.",
                    Outcome.NOT_RUN);
        }
        if (self.id() != null && hello.id() != null && !self.id().equals(hello.id())) {
            return Failure.of(
                    ErrorCode.STORAGE_IN_USE,
                    "The store is open under the id '" + self.id() + "' by tab " + self.leaderId()
                            + ". One store belongs to one id: use the same id, or none.",
                    Outcome.NOT_RUN);
        }
        return null;
    }

    private static String describe(Holder holder) {
        return holder.appVersion() == null ? "" : " of application version " + holder.appVersion();
    }

    private void left(int connection, Effects out) {
        String session = sessionOf.remove(connection);
        if (session != null && connectionOf.get(session) == connection) {
            connectionOf.remove(session);
            greetingOf.remove(session);
            out.ended(session);
        }
        out.close(connection);
    }

    private void gone(String session, Effects out) {
        Integer open = watches.remove(session);
        if (open == null) {
            return;
        }
        if (open > 1) {
            watches.put(session, open - 1);
            return;
        }
        out.gone(session);
        Integer connection = connectionOf.remove(session);
        if (connection != null) {
            greetingOf.remove(session);
            sessionOf.remove(connection);
            out.ended(session);
            out.close(connection);
        }
    }
}
