package org.tabularium.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokerTest {
    private final Broker broker = new Broker();
    private final List<String> effects = new ArrayList<>();

    @Test
    void aTabThatComesAfterTheLeaderIsIntroducedAtOnce() {
        register(1, "app", "a", 3);
        join(2, "app", "b", 0);
        assertTook("registered 1", "introduce 1 2 app 3");
    }

    @Test
    void aTabThatComesBeforeTheLeaderIsIntroducedLater() {
        join(2, "app", "b", 0);
        join(3, "app", "c", 0);
        assertTook();
        register(1, "app", "a", 3);
        assertTook("registered 1", "introduce 1 2 app 3", "introduce 1 3 app 3");
    }

    @Test
    void aTabIsIntroducedOnceToEachTerm() {
        join(2, "app", "b", 0);
        register(1, "app", "a", 3);
        register(1, "app", "a", 3);
        assertTook("registered 1", "introduce 1 2 app 3", "registered 1");
        register(4, "app", "d", 4);
        assertTook("registered 4", "introduce 4 2 app 4");
    }

    @Test
    void aTabThatKnowsTheLeaderIsNotIntroduced() {
        register(1, "app", "a", 3);
        join(2, "app", "b", 3);
        assertTook("registered 1");
    }

    @Test
    void aTabThatAsksAgainForAnEarlierTermIsIntroducedAgain() {
        register(1, "app", "a", 3);
        join(2, "app", "b", 0);
        join(2, "app", "b", 2);
        assertTook("registered 1", "introduce 1 2 app 3", "introduce 1 2 app 3");
    }

    @Test
    void aTabIsNotIntroducedToItsOwnWorker() {
        join(2, "app", "a", 0);
        register(1, "app", "a", 3);
        assertTook("registered 1");
    }

    @Test
    void aLeaderOfThePastIsNotHeard() {
        register(1, "app", "a", 3);
        register(4, "app", "d", 2);
        join(2, "app", "b", 0);
        assertTook("registered 1", "introduce 1 2 app 3");
    }

    @Test
    void nobodyIsIntroducedToTheDead() {
        register(1, "app", "a", 3);
        join(2, "app", "b", 0);
        effects.clear();
        broker.step(new Broker.Gone(1), 0, recorder);
        join(3, "app", "c", 0);
        assertTook();
    }

    @Test
    void theDeadAreIntroducedToNobody() {
        join(2, "app", "b", 0);
        broker.step(new Broker.Gone(2), 0, recorder);
        register(1, "app", "a", 3);
        assertTook("registered 1");
    }

    @Test
    void storesDoNotMeet() {
        register(1, "app", "a", 3);
        join(2, "other", "b", 0);
        assertTook("registered 1");
    }

    private void register(int port, String path, String session, int term) {
        broker.step(new Broker.Register(port, path, session, term), 0, recorder);
    }

    private void join(int port, String path, String session, int knownTerm) {
        broker.step(new Broker.Join(port, path, session, knownTerm), 0, recorder);
    }

    private void assertTook(String... expected) {
        assertEquals(List.of(expected), effects);
        effects.clear();
    }

    private final Broker.Effects recorder = new Broker.Effects() {
        @Override
        public void introduce(int leaderPort, int tabPort, String path, int term) {
            effects.add("introduce " + leaderPort + " " + tabPort + " " + path + " " + term);
        }

        @Override
        public void registered(int leaderPort) {
            effects.add("registered " + leaderPort);
        }
    };
}
