package org.tabularium.browser.pglite.wire;

/** Steps from backend message to backend message. Reads headers only; ends before a message that is cut off. */
public final class MessageWalker {
    private static final int HEADER_BYTES = 5;

    private final byte[] bytes;
    private int start;
    private int end;

    /** A walker before the first message. */
    public MessageWalker(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Moves to the next message; false where there is none. */
    public boolean next() {
        if (bytes.length - end < HEADER_BYTES) {
            return false;
        }
        int size = intAt(bytes, end + 1);
        if (size < Integer.BYTES || size > bytes.length - end - 1) {
            return false;
        }
        start = end;
        end += 1 + size;
        return true;
    }

    /** The message's type. */
    public byte type() {
        return bytes[start];
    }

    /** Where the message begins. */
    public int start() {
        return start;
    }

    /** Where the message's content begins. */
    public int bodyStart() {
        return start + HEADER_BYTES;
    }

    /** Where the message ends. */
    public int end() {
        return end;
    }

    static int intAt(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
    }

    static int shortAt(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    /** The ASCII text from {@code from} to {@code to}. */
    static String ascii(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            text.append((char) (bytes[i] & 0xff));
        }
        return text.toString();
    }

    /** Where the string that begins at {@code from} ends: the place of its zero byte. */
    static int stringEnd(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != 0) {
            at++;
        }
        return at;
    }
}
