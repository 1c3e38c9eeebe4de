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
        assertFalse(plain.hasRolledBack());
        assertEquals(3, plain.endedCount());

        assertTrue(new Replies().tag("ROLLBACK").read().hasRolledBack());
        assertTrue(new Replies().tag("DO").read().mayHaveChangedSettings());

        assertTrue(new Replies().tag("SET").read().mayHaveChangedSettings());
        assertTrue(new Replies().tag("DISCARD ALL").read().hasEndedListening());
        assertTrue(new Replies().tag("UNLISTEN").read().hasEndedListening());
        for (String tag : List.of("CREATE TABLE", "DO", "CALL", "SET", "ROLLBACK", "ALTER TYPE", "DISCARD ALL")) {
            assertTrue(new Replies().tag(tag).read().mayHaveChangedMeaning(), tag);
        }
        assertFalse(plain.hasAlteredUntold());
        assertFalse(new Replies().tag("GRANT").tag("DISCARD PLANS").read().hasAlteredUntold());
        assertTrue(new Replies().tag("GRANT ROLE").tag("COMMIT").read().hasAlteredUntold());
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
                .message('2')
                .ready('T')
                .tag("ROLLBACK")
                .ready('I')
                .read();
        assertEquals(17, reply.secondGroupStart());
        assertEquals(28, reply.secondGroupEnd());
        assertTrue(reply.isUnderstood());
    }

    @Test
    void tagsOfStatementsAboutRowsTellNothingElse() {
        for (String tag : List.of("SELECT 3", "INSERT 0 1", "UPDATE 2", "DELETE 0")) {
            Reply reply = new Replies().tag(tag).read();
            assertEquals(1, reply.endedCount());
            assertFalse(reply.hasCommitted() || reply.hasRolledBack() || reply.hasEndedListening());
            assertFalse(reply.mayHaveChangedSettings() || reply.mayHaveChangedMeaning());
            assertFalse(reply.mayHaveDroppedStatements() || reply.hasAlteredUntold());
        }
        assertTrue(new Replies().tag("DEALLOCATE").read().mayHaveDroppedStatements());
        assertTrue(new Replies().tag("DECLARE CURSOR").read().mayHaveChangedMeaning());
    }

    @Test
    void aReplyGoesOnInAnotherBuffer() {
        Reply reply = new Replies().row("1", "a").tag("INSERT 0 1").read();
        assertTrue(reply.hasAnswered());
        assertFalse(reply.isComplete());
        reply.goOn(new Replies()
                .text('E', "C23503|Mlate||")
                .notification("touched", "16385")
                .ready('E')
                .bytes());
        assertTrue(reply.isComplete());
        assertTrue(reply.isInFailedTransaction());
        assertEquals("late", reply.error(new Utf8()).message());
        assertEquals(1, reply.endedCount());
        assertEquals(List.of("16385"), reply.changes().tables());
        reply.goOn(new Replies().tag("ROLLBACK").ready('I').bytes());
        assertFalse(reply.isInTransaction());
        assertEquals("late", reply.error(new Utf8()).message());
    }

    @Test
    void rowsAreRead() {
        Reply reply = new Replies()
                .row("7", "tab", null)
                .tag("SELECT 1")
                .row("12")
                .ready('I')
                .read();
        List<Row> rows = reply.rows();
        assertEquals(2, rows.size());
        assertEquals(3, rows.get(0).columnCount());
        assertEquals(7, rows.get(0).number(0));
        assertEquals("tab", rows.get(0).text(1));
        assertEquals("", rows.get(0).text(2));
        assertEquals("12", reply.lastRowText(0));
    }

    @Test
    void someTagsTellThatPreparedStatementsAreGone() {
        assertTrue(new Replies().tag("DEALLOCATE").read().mayHaveDroppedStatements());
        assertTrue(new Replies().tag("DEALLOCATE ALL").read().mayHaveDroppedStatements());
        assertTrue(new Replies().tag("DISCARD ALL").read().mayHaveDroppedStatements());
        assertFalse(new Replies().tag("DISCARD PLANS").read().mayHaveDroppedStatements());
    }

    @Test
    void thePlaceOfAnErrorIsShifted() {
        ErrorFields error = new Replies().text('E', "P5|Mm||").read().error(new Utf8());
        assertEquals("12", error.shifted(7).get('P'));
        assertEquals("m", error.shifted(7).message());
        assertNull(new Replies()
                .text('E', "Mm||")
                .read()
                .error(new Utf8())
                .shifted(7)
                .get('P'));
    }
}
