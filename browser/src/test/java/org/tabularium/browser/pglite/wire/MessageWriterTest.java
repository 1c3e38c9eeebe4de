package org.tabularium.browser.pglite.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class MessageWriterTest {
    private final MessageWriter writer = new MessageWriter(new Utf8());

    private byte[] written() {
        return Arrays.copyOf(writer.bytes(), writer.length());
    }

    /** Bytes from text, where {@code |} stands for a zero byte. */
    private static byte[] bytes(String text) {
        return text.replace('|', '\0').getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void writesASimpleQuery() {
        writer.query("select 1");
        assertArrayEquals(bytes("Q|||\rselect 1|"), written());
    }

    @Test
    void writesAWholeStatement() {
        writer.parse("select $1", new int[] {23, 0x01020304});
        writer.beginBind(2).parameter("ab").parameter(null).endBind();
        writer.describePortal().execute().sync();
        assertArrayEquals(
                bytes("P|||\u0019|select $1||\2|||\27\1\2\3\4"
                        + "B|||\u0016||||" + "|\2" + "|||\2ab\u00ff\u00ff\u00ff\u00ff" + "||"
                        + "D|||\6P|" + "E|||\t|||||" + "S|||\4"),
                written());
    }

    @Test
    void writesTextThatIsNotAscii() {
        writer.query("select 'é€😀'");
        byte[] text = "select 'é€😀'\0".getBytes(StandardCharsets.UTF_8);
        assertEquals(4 + text.length, ByteBuffer.wrap(written()).getInt(1));
        assertArrayEquals(text, Arrays.copyOfRange(written(), 5, writer.length()));
    }

    @Test
    void growsForLargeParametersAndShrinksAgain() {
        String large = "x".repeat(3 << 20);
        writer.beginBind(1).parameter(large).endBind().sync();
        assertTrue(writer.length() > large.length());
        assertEquals('S', written()[writer.length() - 5]);
        writer.clear();
        assertTrue(writer.bytes().length < 1 << 20);
        writer.describeStatement();
        assertArrayEquals(bytes("D|||\6S|"), written());
    }

    @Test
    void writesANamedStatementWithABinaryParameter() {
        writer.closeStatement("n").parse("n", "s", new int[] {17});
        writer.beginBind("n", new int[] {0, 1})
                .parameter("ab")
                .parameter(new byte[] {9, 0, 8, 7}, 1, 3)
                .endBind()
                .flush();
        String bind = "B|||\035|n||\002|||\001|\002|||\002ab|||\002|\010||";
        assertArrayEquals(bytes("C|||\007Sn|" + "P|||\016n|s||\001|||\021" + bind + "H|||\004"), written());
    }
}
