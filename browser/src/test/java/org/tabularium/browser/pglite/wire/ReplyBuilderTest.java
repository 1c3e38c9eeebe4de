package org.tabularium.browser.pglite.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

final class ReplyBuilderTest {
    private final Replies mixed = new Replies()
            .tag("BEGIN")
            .ready('T')
            .row("a")
            .tag("SELECT 1")
            .text('N', "Mnote||")
            .ready('T')
            .notification("touched", "1")
            .text('S', "TimeZone|UTC|")
            .ready('I');

    @Test
    void answersAreAllButTheEndsOfGroups() {
        byte[] expected = new Replies()
                .tag("BEGIN")
                .row("a")
                .tag("SELECT 1")
                .text('N', "Mnote||")
                .notification("touched", "1")
                .text('S', "TimeZone|UTC|")
                .bytes();
        assertArrayEquals(
                expected, new ReplyBuilder().addAnswers(mixed.bytes(), 0).toBytes());
    }

    @Test
    void answersFromTheSecondGroupOn() {
        int from = new Replies().tag("BEGIN").ready('T').bytes().length;
        byte[] expected = new Replies()
                .row("a")
                .tag("SELECT 1")
                .text('N', "Mnote||")
                .notification("touched", "1")
                .text('S', "TimeZone|UTC|")
                .bytes();
        assertArrayEquals(
                expected, new ReplyBuilder().addAnswers(mixed.bytes(), from).toBytes());
    }

    @Test
    void asidesAnswerNoStatement() {
        byte[] expected = new Replies()
                .text('N', "Mnote||")
                .notification("touched", "1")
                .text('S', "TimeZone|UTC|")
                .ready('I')
                .bytes();
        assertArrayEquals(
                expected,
                new ReplyBuilder().addAsides(mixed.bytes()).addReady(false).toBytes());
    }

    @Test
    void tagsTellWhatWasDone() {
        byte[] expected = new Replies()
                .tag("BEGIN")
                .tag("SELECT 1")
                .tag("COMMIT")
                .ready('T')
                .bytes();
        assertArrayEquals(
                expected,
                new ReplyBuilder()
                        .addTags(mixed.bytes())
                        .addTag("COMMIT")
                        .addReady(true)
                        .toBytes());
    }
}
