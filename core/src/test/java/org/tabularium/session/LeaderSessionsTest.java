package org.tabularium.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Failure;
import org.tabularium.wire.Holder;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToLeader;

class LeaderSessionsTest {
    private final LeaderSessions sessions = new LeaderSessions(new Holder("leader", "shop", "v7", new Protocol(2, 3)));
    private final List<String> effects = new ArrayList<>();

    @Test
    void aTabIsWelcomedInTheHighestCommonVersionAndWatched() {
        greet(1, "a", "shop", new Protocol(1, 9), 1);
        assertTook("welcome 1 in 3", "watch a");
        assertEquals("a", sessions.sessionOn(1));
        assertEquals(1, sessions.connectionOf("a"));
    }

    @Test
    void aTabWithoutAnIdIsWelcome() {
        greet(1, "a", null, new Protocol(2, 2), 1);
        assertTook("welcome 1 in 2", "watch a");
    }

    @Test
    void aTabThatSpeaksNoCommonVersionIsToldWhoHoldsTheDatabase() {
        greet(1, "a", "shop", new Protocol(1, 1), 1);
        assertTook("refuse 1 VERSION_BLOCKED, held by leader");
        greet(2, "a", "shop", new Protocol(4, 4), 2);
        assertTook("refuse 2 VERSION_BLOCKED, held by leader");
        assertTrue(sessions.isEmpty());
    }

    @Test
    void aTabWithAnotherIdIsRefused() {
        greet(1, "a", "blog", new Protocol(2, 3), 1);
        assertTook("refuse 1 STORAGE_IN_USE, held by leader");
    }

    @Test
    void aNewConnectionReplacesTheOldOne() {
        greet(1, "a", 1);
        effects.clear();
        greet(2, "a", 2);
        assertTook("ended a", "close 1", "welcome 2 in 3", "watch a");
        assertNull(sessions.sessionOn(1));
        assertEquals(2, sessions.connectionOf("a"));
        left(1);
        assertTook("close 1");
        assertEquals(2, sessions.connectionOf("a"));
    }

    @Test
    void aHelloThatWasOvertakenIsNotHeard() {
        greet(2, "a", 2);
        effects.clear();
        greet(1, "a", 1);
        assertTook("close 1");
        left(1);
        assertTook("close 1");
        assertEquals(2, sessions.connectionOf("a"));
    }

    @Test
    void aGoodbyeEndsTheSession() {
        greet(1, "a", 1);
        effects.clear();
        left(1);
        assertTook("ended a", "close 1");
        assertTrue(sessions.isEmpty());
    }

    @Test
    void aTabThatComesBackAfterGoodbyeIsWatchedAgain() {
        greet(5, "a", 5);
        left(5);
        effects.clear();
        greet(1, "a", 1);
        assertTook("welcome 1 in 3", "watch a");
    }

    @Test
    void aWatchFromBeforeTheLastGreetingSaysNothing() {
        greet(1, "a", 1);
        greet(2, "a", 2);
        effects.clear();
        sessions.step(new LeaderSessions.Gone("a"), 0, recorder);
        assertTook();
        sessions.step(new LeaderSessions.Gone("a"), 0, recorder);
        assertTook("gone a", "ended a", "close 2");
    }

    @Test
    void aDeadTabEndsItsSessionOnce() {
        greet(1, "a", 1);
        effects.clear();
        sessions.step(new LeaderSessions.Gone("a"), 0, recorder);
        assertTook("gone a", "ended a", "close 1");
        sessions.step(new LeaderSessions.Gone("a"), 0, recorder);
        assertTook();
    }

    @Test
    void aNewerBuildMayAskToLead() {
        sessions.step(new LeaderSessions.YieldAsked(new ToLeader.Yield("a")), 0, recorder);
        assertTook("yield asked by a");
    }

    private void greet(int connection, String session, int greeting) {
        greet(connection, session, "shop", new Protocol(2, 3), greeting);
    }

    private void greet(int connection, String session, String id, Protocol protocol, int greeting) {
        ToLeader.Hello hello = new ToLeader.Hello(session, id, null, protocol, 0, greeting);
        sessions.step(new LeaderSessions.Greeted(connection, hello), 0, recorder);
    }

    private void left(int connection) {
        sessions.step(new LeaderSessions.Left(connection), 0, recorder);
    }

    private void assertTook(String... expected) {
        assertEquals(List.of(expected), effects);
        effects.clear();
    }

    private final LeaderSessions.Effects recorder = new LeaderSessions.Effects() {
        @Override
        public void welcome(int connection, int protocol) {
            effects.add("welcome " + connection + " in " + protocol);
        }

        @Override
        public void refuse(int connection, Failure failure, Holder holder) {
            effects.add("refuse " + connection + " " + failure.code() + ", held by " + holder.leaderId());
        }

        @Override
        public void watch(String session) {
            effects.add("watch " + session);
        }

        @Override
        public void gone(String session) {
            effects.add("gone " + session);
        }

        @Override
        public void ended(String session) {
            effects.add("ended " + session);
        }

        @Override
        public void close(int connection) {
            effects.add("close " + connection);
        }

        @Override
        public void yieldAsked(String session) {
            effects.add("yield asked by " + session);
        }
    };
}
