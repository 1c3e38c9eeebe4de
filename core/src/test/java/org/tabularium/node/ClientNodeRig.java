package org.tabularium.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Holder;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;

/** The node of a tab named {@code me}, whose leaders do what the test says. */
abstract class ClientNodeRig {
    static final int LEADER_TIMEOUT_MS = 10_000;
    static final Failure BLOCKED = Failure.of(ErrorCode.VERSION_BLOCKED, "other version", Outcome.NOT_RUN);

    final ClientNode node =
            new ClientNode(new ClientNode.Self("me", null, null, new Protocol(2, 2), LEADER_TIMEOUT_MS));
    final ClientNodeRecorder out = new ClientNodeRecorder();
    double nowMs;

    final void following(int connection, int term, String leader) {
        introduced(connection, term);
        welcome(connection, term, leader);
        out.took();
    }

    final void introduced(int connection, int term) {
        given(new ClientInput.Introduced(connection, term));
    }

    final void welcome(int connection, int term, String leader) {
        received(connection, new ToClient.Welcome(term, leader, 2, new Commit(term, 0), false, "test", "memory"));
    }

    final void refused(int connection, Protocol theirs) {
        received(connection, new ToClient.Refused(BLOCKED, new Holder("other", null, null, theirs)));
    }

    final void write(int number) {
        given(new ClientInput.Call(
                number, Operation.QUERY, false, 0, Durability.DISK, 0, Commit.NONE, 1_000_000, null));
    }

    final void reply(int connection, int number) {
        received(connection, new ToClient.Reply(number, null, null, false, new Commit(4, 1), Durability.DISK));
    }

    final void received(int connection, ToClient message) {
        given(new ClientInput.Received(connection, message));
    }

    final void tickAt(double atMs) {
        nowMs = atMs;
        given(new ClientInput.Tick());
    }

    final void given(ClientInput input) {
        node.step(input, nowMs, out);
    }

    final void assertTook(String... expected) {
        assertEquals(List.of(expected), out.took());
    }
}
