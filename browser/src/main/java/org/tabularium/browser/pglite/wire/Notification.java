package org.tabularium.browser.pglite.wire;

import java.util.Arrays;

/**
 * A notification as the engine sent it.
 *
 * @param message the whole message
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">NotificationResponse</a>
 */
public record Notification(byte[] message) {
    private static final int CHANNEL_AT = 1 + Integer.BYTES + Integer.BYTES;

    /** The one that {@code walker} stands on in {@code bytes}. */
    static Notification at(MessageWalker walker, byte[] bytes) {
        return new Notification(Arrays.copyOfRange(bytes, walker.start(), walker.end()));
    }

    /** The channel it came on. */
    public String channel(TextCodec codec) {
        return codec.decode(message, CHANNEL_AT, MessageWalker.stringEnd(message, CHANNEL_AT) - CHANNEL_AT);
    }
}
