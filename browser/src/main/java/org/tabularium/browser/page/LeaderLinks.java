package org.tabularium.browser.page;

import org.tabularium.base.Commit;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.link.Link;
import org.tabularium.browser.link.LinkTable;
import org.tabularium.browser.link.Packet;
import org.tabularium.browser.link.Packets;
import org.tabularium.browser.link.ToClientCodec;
import org.tabularium.browser.link.ToLeaderCodec;
import org.tabularium.driver.ClientDriver;
import org.tabularium.node.ClientInput;
import org.tabularium.wire.Durability;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** The tab's connections to leaders. */
final class LeaderLinks {
    private final LinkTable links = new LinkTable();
    private final ClientDriver driver;

    LeaderLinks(ClientDriver driver) {
        this.driver = driver;
    }

    /** Takes a link to the leader of a term, and introduces it to the node. */
    void connect(Link link, int term) {
        int connection = links.add(link, this::received);
        driver.input(new ClientInput.Introduced(connection, term));
    }

    private void received(int connection, Packet packet) {
        Packet[] parts = Packets.parts(packet);
        if (parts != null) {
            for (Packet part : parts) {
                received(connection, part);
            }
            return;
        }
        ToClient message = ToClientCodec.decode(packet);
        if (message != null) {
            driver.input(new ClientInput.Received(connection, message));
        }
    }

    void send(int connection, ToLeader message) {
        Link link = links.get(connection);
        if (link == null) {
            return;
        }
        try {
            link.post(ToLeaderCodec.encode(message));
        } catch (RuntimeException refused) {
            refuse(connection, message, refused);
        }
    }

    /**
     * The browser cannot clone what the application gave as a parameter; the call ends as if the leader had said so.
     */
    private void refuse(int connection, ToLeader message, RuntimeException refused) {
        Failure failure = Failure.of(
                ErrorCode.INVALID_ARGUMENT,
                "A parameter cannot be sent to another tab: " + refused.getMessage(),
                Outcome.NOT_RUN);
        if (message instanceof ToLeader.Request request) {
            driver.input(new ClientInput.Received(
                    connection,
                    new ToClient.Reply(request.number(), failure, null, false, Commit.NONE, Durability.MEMORY)));
        } else if (message instanceof ToLeader.Subscribe subscribe) {
            driver.input(new ClientInput.Received(
                    connection, new ToClient.LiveFailed(subscribe.subscription(), Commit.NONE, failure)));
        }
    }

    void close(int connection) {
        links.close(connection);
    }
}
