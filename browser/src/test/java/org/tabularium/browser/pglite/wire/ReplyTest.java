package org.tabularium.browser.pglite.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tabularium.sql.Changes;

final class ReplyTest {
    @Test
    void aReplyWithoutReadyIsNotComplete() {
        assertFalse(Reply.read(new byte[0], "touched").isComplete());
        assertFalse(new Replies().tag("SELECT 1").read().isComplete());
        assertTrue(new Replies().ready('I').read().isComplete());
    }

    @Test
    void theLastReadyTellsOfTheTransaction() {
        assertFalse(new Replies().ready('T').ready('I').read().isInTransaction());
        assertTrue(new Replies().ready('I').ready('T').read().isInTransaction());
        assertTrue(new Replies().ready('E').read().isInTransaction());
    }

    @Test
    void theFirstErrorCounts() {
        Reply reply = new Replies()
                .text('E', "SERROR|C22012|Mdivisión by zero||")
                .text('E', "C42601|Mlater||")
                .ready('I')
                .read();
        assertTrue(reply.hasFailed());
        ErrorFields error = reply.error(new Utf8());
        assertEquals("22012", error.sqlState());
        assertEquals("división by zero", error.message());
        assertEquals("ERROR", error.get('S'));
        assertNull(error.get('H'));
    }

    @Test
    void notificationsOfTheChannelAreChanges() {
        Reply reply = new Replies()
                .notification("touched", "16385")
                .notification("other", "1")
                .notification("touched", "16390")
                .notification("touched", "16385")
                .ready('I')
                .read();
        assertEquals(new Changes(false, List.of("16385", "16390")), reply.changes());
        assertFalse(reply.mayHaveChangedMeaning());

        Reply altered =
                new Replies().notification("touched", "schema").ready('I').read();
        assertEquals(new Changes(true, List.of()), altered.changes());
        assertTrue(altered.mayHaveChangedMeaning());

        assertSame(
                Changes.NONE,
                new Replies().notification("other", "x").ready('I').read().changes());
    }

    @Test
    void tagsTellWhatElseHappened() {
        Reply plain = new Replies()
                .tag("BEGIN")
                .tag("INSERT 0 1")
                .tag("COMMIT")
                .ready('I')
                .read();
        assertTrue(plain.hasCommitted());
        assertFalse(plain.mayHaveChangedMeaning());
        assertFalse(plain.mayHaveChangedSettings());
        assertFalse(plain.hasEndedListening());
        assertTrue(plain.hasTag("COMMIT"));
        assertFalse(plain.hasTag("ROLLBACK"));

        assertTrue(new Replies().tag("SET").read().mayHaveChangedSettings());
        assertTrue(new Replies().tag("DISCARD ALL").read().hasEndedListening());
        assertTrue(new Replies().tag("UNLISTEN").read().hasEndedListening());
        for (String tag : List.of("CREATE TABLE", "DO", "CALL", "SET", "ROLLBACK", "ALTER TYPE", "DISCARD ALL")) {
            assertTrue(new Replies().tag(tag).read().mayHaveChangedMeaning(), tag);
        }
    }

    @Test
    void readsParameterTypesAndItsOwnRows() {
        Reply reply = new Replies()
                .message(
                        't', (byte) 0, (byte) 2, (byte) 0, (byte) 0, (byte) 0, (byte) 23, (byte) -1, (byte) 0, (byte) 0,
                        (byte) 1)
                .row("first")
                .row("16385,16386", null, "7")
                .ready('I')
                .read();
        assertArrayEquals(new int[] {23, 0xff000001}, reply.parameterTypes());
        assertEquals("16385,16386", reply.lastRowText(0));
        assertEquals("", reply.lastRowText(1));
        assertEquals("7", reply.lastRowText(2));
        assertEquals(0, new Replies().ready('I').read().parameterTypes().length);
    }

    @Test
    void findsTheSecondGroup() {
        Reply reply = new Replies()
                .tag("BEGIN")
                .ready('T')
                .message('1')
                .ready('T')
                .tag("ROLLBACK")
                .ready('I')
                .read();
        assertEquals(17, reply.secondGroupStart());
        assertEquals(28, reply.secondGroupEnd());
        assertTrue(reply.isParsed());
    }
}
