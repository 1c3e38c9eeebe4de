package org.tabularium.browser.pglite.wire;

import java.util.Arrays;

/**
 * Writes frontend messages, one after the other, into a buffer that is used again.
 *
 * <p>Portals are always the unnamed one. So are statements, and all values are text, unless a method says otherwise.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message Formats</a>
 */
public final class MessageWriter {
    private static final int INITIAL_BYTES = 4096;
    private static final int KEPT_BYTES = 1 << 20;
    private static final byte[] UNNAMED_PORTAL = {'P', 0};
    private static final byte[] UNNAMED_STATEMENT = {'S', 0};

    private final TextCodec codec;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private int lengthFieldAt;

    /** An empty writer. */
    public MessageWriter(TextCodec codec) {
        this.codec = codec;
    }

    /** Forgets all messages; a buffer that one large parameter has blown up is let go of. */
    public MessageWriter clear() {
        length = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
        return this;
    }

    /** The buffer; only the first {@link #length} bytes count, and only until the next message. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes all messages have. */
    public int length() {
        return length;
    }

    /** A copy of the messages that were written after the first {@code from} bytes. */
    public byte[] since(int from) {
        return Arrays.copyOfRange(bytes, from, length);
    }

    /** Messages that were written before. */
    public MessageWriter again(byte[] messages) {
        writeBytes(messages, 0, messages.length);
        return this;
    }

    /** A simple query: a script of any number of statements. */
    public MessageWriter query(String script) {
        begin('Q');
        writeCString(script);
        return end();
    }

    /** Parse; a type of 0, or one that is missing, is left to the engine. */
    public MessageWriter parse(String sql, int[] parameterTypes) {
        return parse("", sql, parameterTypes);
    }

    /** Parse of a statement that keeps its name; the empty name is that of the unnamed one. */
    public MessageWriter parse(String name, String sql, int[] parameterTypes) {
        begin('P');
        writeCString(name);
        writeCString(sql);
        writeShort(parameterTypes.length);
        for (int type : parameterTypes) {
            writeInt(type);
        }
        return end();
    }

    /** Begins a Bind; exactly {@code parameterCount} calls of {@link #parameter} follow, then {@link #endBind}. */
    public MessageWriter beginBind(int parameterCount) {
        return beginBind("", parameterCount);
    }

    /** Begins a Bind of a named statement in the same way. */
    public MessageWriter beginBind(String name, int parameterCount) {
        begin('B');
        writeByte(0);
        writeCString(name);
        writeShort(0);
        writeShort(parameterCount);
        return this;
    }

    /**
     * Begins a Bind of a named statement; as many parameters follow as there are formats, each 0 for text or 1 for
     * binary.
     */
    public MessageWriter beginBind(String name, int[] formats) {
        begin('B');
        writeByte(0);
        writeCString(name);
        writeShort(formats.length);
        for (int format : formats) {
            writeShort(format);
        }
        writeShort(formats.length);
        return this;
    }

    /** One binary parameter of the Bind that was begun: the bytes from {@code from} to {@code to}. */
    public MessageWriter parameter(byte[] value, int from, int to) {
        writeInt(to - from);
        writeBytes(value, from, to - from);
        return this;
    }

    /** One parameter of the Bind that was begun; null is NULL. */
    public MessageWriter parameter(String text) {
        if (text == null) {
            writeInt(-1);
            return this;
        }
        int sizeAt = length;
        writeInt(0);
        writeText(text);
        putInt(sizeAt, length - sizeAt - Integer.BYTES);
        return this;
    }

    /** Ends the Bind that was begun. */
    public MessageWriter endBind() {
        writeShort(0);
        return end();
    }

    /** Close of a named statement, which need not be there. */
    public MessageWriter closeStatement(String name) {
        begin('C');
        writeByte('S');
        writeCString(name);
        return end();
    }

    /** Describe of the statement: its parameters' types and its columns. */
    public MessageWriter describeStatement() {
        return fixed('D', UNNAMED_STATEMENT);
    }

    /** Describe of the portal: its columns. */
    public MessageWriter describePortal() {
        return fixed('D', UNNAMED_PORTAL);
    }

    /** Execute, to the last row. */
    public MessageWriter execute() {
        begin('E');
        writeByte(0);
        writeInt(0);
        return end();
    }

    /** Sync: ends a group of messages, and its transaction unless one was begun by a statement. */
    public MessageWriter sync() {
        begin('S');
        return end();
    }

    /** Flush: has the engine answer what was sent so far, in the middle of a group of messages. */
    public MessageWriter flush() {
        begin('H');
        return end();
    }

    private MessageWriter fixed(char type, byte[] body) {
        begin(type);
        writeBytes(body, 0, body.length);
        return end();
    }

    private void begin(char type) {
        writeByte(type);
        lengthFieldAt = length;
        writeInt(0);
    }

    private MessageWriter end() {
        putInt(lengthFieldAt, length - lengthFieldAt);
        return this;
    }

    private void writeCString(String text) {
        writeText(text);
        writeByte(0);
    }

    /** Most text is ASCII to the end and needs no codec. */
    private void writeText(String text) {
        int count = text.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] rest = codec.encode(i == 0 ? text : text.substring(i));
                writeBytes(rest, 0, rest.length);
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    private void writeBytes(byte[] source, int from, int count) {
        ensure(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    private void writeByte(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    private void writeShort(int value) {
        ensure(Short.BYTES);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    private void writeInt(int value) {
        ensure(Integer.BYTES);
        putInt(length, value);
        length += Integer.BYTES;
    }

    private void putInt(int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
