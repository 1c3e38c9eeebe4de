package org.tabularium.browser.pglite.wire;

import java.util.Arrays;

/** Puts one reply together from the messages of others. */
public final class ReplyBuilder {
    private static final int INITIAL_BYTES = 256;
    private static final byte[] READY_HEADER = {'Z', 0, 0, 0, 5};

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    /** Adds bytes that are whole messages. */
    public ReplyBuilder add(byte[] messages, int from, int to) {
        int count = to - from;
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
        System.arraycopy(messages, from, bytes, length, count);
        length += count;
        return this;
    }

    /** Adds all messages. */
    public ReplyBuilder addAll(byte[] messages) {
        return add(messages, 0, messages.length);
    }

    /** Adds all messages from {@code from} on except those that tell of the end of a group. */
    public ReplyBuilder addAnswers(byte[] messages, int from) {
        MessageWalker walker = new MessageWalker(messages);
        int unaddedFrom = from;
        while (walker.next()) {
            if (walker.type() == 'Z' && walker.end() > unaddedFrom) {
                add(messages, unaddedFrom, walker.bodyStart() - READY_HEADER.length);
                unaddedFrom = walker.end();
            }
        }
        return add(messages, unaddedFrom, messages.length);
    }

    /** Adds the messages that answer no statement: notices, notifications and reports of settings. */
    public ReplyBuilder addAsides(byte[] messages) {
        MessageWalker walker = new MessageWalker(messages);
        int start = 0;
        while (walker.next()) {
            byte type = walker.type();
            if (type == 'N' || type == 'A' || type == 'S') {
                add(messages, start, walker.end());
            }
            start = walker.end();
        }
        return this;
    }

    /** Adds what tells what the statements did, which is how many rows each affected. */
    public ReplyBuilder addTags(byte[] messages) {
        MessageWalker walker = new MessageWalker(messages);
        int start = 0;
        while (walker.next()) {
            if (walker.type() == 'C' || walker.type() == 'I') {
                add(messages, start, walker.end());
            }
            start = walker.end();
        }
        return this;
    }

    /** Adds the message that a statement ended with this tag, which is ASCII. */
    public ReplyBuilder addTag(String tag) {
        int size = Integer.BYTES + tag.length() + 1;
        byte[] message = new byte[1 + size];
        message[0] = 'C';
        message[3] = (byte) (size >> 8);
        message[4] = (byte) size;
        for (int i = 0; i < tag.length(); i++) {
            message[1 + Integer.BYTES + i] = (byte) tag.charAt(i);
        }
        return addAll(message);
    }

    /** Ends the reply: ready, inside a transaction or outside of any. */
    public ReplyBuilder addReady(boolean isInTransaction) {
        addAll(READY_HEADER);
        return addAll(new byte[] {(byte) (isInTransaction ? 'T' : 'I')});
    }

    /** How many bytes were added. */
    public int length() {
        return length;
    }

    /** What was added, in an array of its own. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
