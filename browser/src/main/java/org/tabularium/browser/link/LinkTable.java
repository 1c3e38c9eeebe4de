package org.tabularium.browser.link;

import java.util.LinkedHashMap;
import java.util.Map;

/** The open links of one side, by the connection numbers its node knows them by. */
public final class LinkTable {
    private final Map<Integer, Link> links = new LinkedHashMap<>();
    private int last;

    /** Takes a link; {@code handler} is told of each packet while the link stays open. */
    public int add(Link link, ConnectionHandler handler) {
        last++;
        int connection = last;
        links.put(connection, link);
        link.listen(packet -> {
            if (links.containsKey(connection)) {
                handler.packet(connection, packet);
            }
        });
        return connection;
    }

    /** The link of a connection, or null when it is closed. */
    public Link get(int connection) {
        return links.get(connection);
    }

    /** Closes a connection. */
    public void close(int connection) {
        Link link = links.remove(connection);
        if (link != null) {
            link.close();
        }
    }

    /** Takes packets of any connection. */
    public interface ConnectionHandler {
        /** Takes one. */
        void packet(int connection, Packet packet);
    }
}
