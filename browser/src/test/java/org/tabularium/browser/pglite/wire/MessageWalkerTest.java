package org.tabularium.browser.pglite.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class MessageWalkerTest {
    @Test
    void stepsFromHeaderToHeader() {
        MessageWalker walker = new MessageWalker(
                new Replies().message('1').tag("SELECT 1").ready('I').bytes());
        assertTrue(walker.next());
        assertEquals('1', walker.type());
        assertEquals(5, walker.end());
        assertTrue(walker.next());
        assertEquals('C', walker.type());
        assertEquals(10, walker.bodyStart());
        assertEquals(19, walker.end());
        assertTrue(walker.next());
        assertFalse(walker.next());
    }

    @Test
    void endsBeforeAMessageThatIsCutOff() {
        byte[] whole = new Replies().message('1').tag("SELECT 1").bytes();
        for (int size = 5; size < whole.length; size++) {
            MessageWalker walker = new MessageWalker(Arrays.copyOf(whole, size));
            assertTrue(walker.next());
            assertFalse(walker.next(), "cut to " + size);
        }
    }

    @Test
    void endsAtASizeThatCannotBe() {
        assertFalse(new MessageWalker(new byte[] {'C', 0, 0, 0, 3, 0, 0}).next());
        assertFalse(new MessageWalker(new byte[] {'C', -1, -1, -1, -1, 0, 0}).next());
        assertFalse(new MessageWalker(new byte[] {'C', 0x7f, -1, -1, -1, 0, 0}).next());
    }
}
