package org.tabularium.browser.pglite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.browser.js.JsBytes;
import org.tabularium.browser.pglite.wire.Notification;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.browser.pglite.wire.ReplyBuilder;
import org.tabularium.browser.pglite.wire.TextCodec;
import org.tabularium.sql.Changes;
import org.tabularium.sql.Execution;

/**
 * The channels that tabs listen on, each watched like a query whose result is what was notified since it was run last.
 *
 * <p>The engine has one session for all tabs, so it listens as long as any of them does, and goes on when one tab's
 * {@code UNLISTEN} has ended that.
 */
final class Channels {
    /** Stands for every channel that anybody listens on. No channel is watched under its own name by it. */
    private static final String ALL = "*";
    /** Tells a channel from the id of a table where both can be. */
    private static final String ID = "channel:";
    /** A message of ours before those of a result: the term, and the number of the last one. */
    private static final byte HEAD = 'q';

    private static final int HEAD_BYTES = 1 + Integer.BYTES + Integer.BYTES + Integer.BYTES;

    /** A channel that somebody listens on. */
    private static final class Watched {
        ReplyBuilder untold = new ReplyBuilder();
        /** How many were notified under this leader. */
        int count;
    }

    private final Backend backend;
    private final TextCodec codec = new JsText();
    private final int term;
    private final Map<String, Watched> watched = new LinkedHashMap<>();

    Channels(Backend backend, int term) {
        this.backend = backend;
        this.term = term;
    }

    /** Listens from now on; the result is empty the first time. */
    Execution watch(String channel) {
        if (!watched.containsKey(channel)) {
            watched.put(channel, new Watched());
            if (!channel.equals(ALL)) {
                backend.runOwn(listen(channel));
            }
        }
        return tell(channel);
    }

    /** What was notified on a watched channel since it was told last. */
    Execution tell(String channel) {
        Watched told = watched.get(channel);
        ReplyBuilder result = new ReplyBuilder().addAll(head(told.count)).addAll(told.untold.toBytes());
        told.untold = new ReplyBuilder();
        List<String> readSet = List.of(ID + channel);
        return new Execution(null, JsBytes.payload(result.toBytes()), false, false, false, Changes.NONE, readSet);
    }

    /** Listens no longer on those of these that are channels; returns the others. Without any, on none. */
    List<String> unwatch(List<String> ids) {
        List<String> others = new ArrayList<>();
        List<String> ended = ids.isEmpty() ? new ArrayList<>(watched.keySet()) : new ArrayList<>();
        for (String id : ids) {
            if (id.startsWith(ID)) {
                ended.add(id.substring(ID.length()));
            } else {
                others.add(id);
            }
        }
        for (String channel : ended) {
            if (watched.remove(channel) != null && !channel.equals(ALL)) {
                backend.runOwn("unlisten " + quoted(channel));
            }
        }
        return others;
    }

    /** Takes what a reply notifies; returns the ids of the watched channels it was on. */
    List<String> take(Reply reply) {
        List<Notification> notifications = reply.notifications();
        if (notifications.isEmpty() || watched.isEmpty()) {
            return List.of();
        }
        List<String> touched = new ArrayList<>();
        for (Notification notification : notifications) {
            add(notification.channel(codec), notification, touched);
            add(ALL, notification, touched);
        }
        return touched;
    }

    private void add(String channel, Notification notification, List<String> touched) {
        Watched at = watched.get(channel);
        if (at != null) {
            at.untold.addAll(notification.message());
            at.count++;
            touched.add(ID + channel);
        }
    }

    /** The statements that make the engine listen on all of them. */
    String listenOnAll() {
        StringBuilder script = new StringBuilder();
        for (String channel : watched.keySet()) {
            if (!channel.equals(ALL)) {
                script.append(';').append(listen(channel));
            }
        }
        return script.toString();
    }

    private static String listen(String channel) {
        return "listen " + quoted(channel);
    }

    private static String quoted(String channel) {
        return '"' + channel.replace("\"", "\"\"") + '"';
    }

    private byte[] head(int count) {
        byte[] head = new byte[HEAD_BYTES];
        head[0] = HEAD;
        put(head, 1, HEAD_BYTES - 1);
        put(head, 1 + Integer.BYTES, term);
        put(head, 1 + Integer.BYTES + Integer.BYTES, count);
        return head;
    }

    private static void put(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }
}
