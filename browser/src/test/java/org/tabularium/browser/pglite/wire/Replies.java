package org.tabularium.browser.pglite.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes backend messages, as the engine would. */
final class Replies {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Replies message(char type, byte... body) {
        bytes.write(type);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .putInt(Integer.BYTES + body.length)
                .array());
        bytes.writeBytes(body);
        return this;
    }

    /** A message of text; {@code |} stands for a zero byte. */
    Replies text(char type, String text) {
        return message(type, text.replace('|', '\0').getBytes(StandardCharsets.UTF_8));
    }

    Replies tag(String tag) {
        return text('C', tag + "|");
    }

    Replies notification(String channel, String payload) {
        return text('A', "||||" + channel + "|" + payload + "|");
    }

    Replies row(String... values) {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        row.writeBytes(new byte[] {0, (byte) values.length});
        for (String value : values) {
            int size = value == null ? -1 : value.length();
            row.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(size).array());
            row.writeBytes(value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8));
        }
        return message('D', row.toByteArray());
    }

    Replies ready(char state) {
        return message('Z', (byte) state);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    Reply read() {
        return Reply.read(bytes(), "touched");
    }
}
