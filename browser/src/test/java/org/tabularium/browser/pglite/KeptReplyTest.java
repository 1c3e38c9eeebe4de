package org.tabularium.browser.pglite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tabularium.browser.pglite.wire.ReplyBuilder;

final class KeptReplyTest {
    private static final byte[] NOTICE = {'N', 0, 0, 0, 5, 0};
    private static final byte[] TAG = {'C', 0, 0, 0, 9, 'D', 'O', 'N', 'E', 0};
    private static final byte[] READY = {'Z', 0, 0, 0, 5, 'I'};

    @Test
    void aSmallReplyIsKeptWhole() {
        byte[] messages = joined(NOTICE, TAG);
        assertArrayEquals(joined(NOTICE, TAG, READY), KeptReply.of(messages).bytes());
        assertArrayEquals(
                joined(NOTICE, TAG, READY),
                KeptReply.ofReady(joined(NOTICE, READY, TAG, READY)).bytes());
        assertFalse(KeptReply.of(messages).isAbridged());
    }

    @Test
    void aLargeOneWithoutItsRows() {
        KeptReply kept = KeptReply.of(joined(row(KeptReply.KEPT_REPLY_BYTES), TAG));
        assertArrayEquals(joined(TAG, READY), kept.bytes());
        assertTrue(kept.isAbridged());
    }

    @Test
    void aLargeOneOfTagsAloneIsWholeStill() {
        ReplyBuilder tags = new ReplyBuilder();
        for (int i = 0; i < 1000; i++) {
            tags.addTag("INSERT 0 1");
        }
        assertFalse(KeptReply.of(tags.toBytes()).isAbridged());
        assertEquals(tags.length() + READY.length, KeptReply.of(tags.toBytes()).bytes().length);
    }

    private static byte[] row(int size) {
        byte[] row = new byte[1 + size];
        row[0] = 'D';
        row[3] = (byte) (size >> 8);
        row[4] = (byte) size;
        return row;
    }

    private static byte[] joined(byte[]... messages) {
        ReplyBuilder builder = new ReplyBuilder();
        for (byte[] message : messages) {
            builder.addAll(message);
        }
        return builder.toBytes();
    }
}
