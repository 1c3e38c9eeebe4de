package org.tabularium.browser.pglite.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.tabularium.sql.Changes;

/**
 * What the leader needs to know of a reply, gathered in one walk over the headers of its messages. Rows stay as
 * they are: the tab that asked decodes them. A reply may come in several buffers, each read when it is there.
 */
public final class Reply {
    private static final int NOWHERE = -1;
    private static final int[] NO_TYPES = {};

    private final String touchedChannel;
    private final List<String> tables = new ArrayList<>();
    private final List<Notification> notifications = new ArrayList<>(0);
    /** Those that say more than that a statement about rows has ended. */
    private final List<CommandTag> tags = new ArrayList<>(0);

    private int tagCount;
    /** The buffer that is being read, or was the last. */
    private byte[] bytes;

    private byte[] errorBytes;
    private byte transactionState;
    private int firstReadyEnd = NOWHERE;
    private int secondReadyEnd = NOWHERE;
    private int errorAt = NOWHERE;
    private int lastRowAt = NOWHERE;
    private int parameterTypesAt = NOWHERE;
    private boolean isUnderstood;
    private int emptyCount;
    private boolean isSchemaTouched;

    private Reply(String touchedChannel) {
        this.touchedChannel = touchedChannel;
    }

    /**
     * Reads a reply.
     *
     * @param touchedChannel the channel on which change capture tells of tables by their id, and of anything else
     *     that was altered by any other word
     */
    public static Reply read(byte[] bytes, String touchedChannel) {
        return new Reply(touchedChannel).goOn(bytes);
    }

    /**
     * Reads what came next. The places of groups of messages are those of the first buffer, rows and parameter types
     * those of the last.
     */
    public Reply goOn(byte[] next) {
        bytes = next;
        transactionState = 0;
        lastRowAt = NOWHERE;
        parameterTypesAt = NOWHERE;
        MessageWalker walker = new MessageWalker(next);
        while (walker.next()) {
            take(walker);
        }
        return this;
    }

    private void take(MessageWalker message) {
        int body = message.bodyStart();
        switch (message.type()) {
            case 'D' -> lastRowAt = body;
            case 'I' -> emptyCount++;
            case 'C' -> ended(body);
            case 'Z' -> ready(message);
            case 'E' -> failed(body);
            case 'A' -> notified(message, body + Integer.BYTES);
            case '2' -> isUnderstood = true;
            case 't' -> parameterTypesAt = body;
            default -> {
                // Says nothing about the state of things.
            }
        }
    }

    private void ended(int tagAt) {
        tagCount++;
        if (!CommandTag.isOfRows(bytes, tagAt)) {
            tags.add(CommandTag.read(bytes, tagAt));
        }
    }

    private void ready(MessageWalker message) {
        transactionState = bytes[message.bodyStart()];
        if (firstReadyEnd == NOWHERE) {
            firstReadyEnd = message.end();
        } else if (secondReadyEnd == NOWHERE) {
            secondReadyEnd = message.end();
        }
    }

    private void failed(int at) {
        if (errorBytes == null) {
            errorBytes = bytes;
            errorAt = at;
        }
    }

    private void notified(MessageWalker message, int channelAt) {
        int channelEnd = MessageWalker.stringEnd(bytes, channelAt);
        if (!MessageWalker.ascii(bytes, channelAt, channelEnd).equals(touchedChannel)) {
            notifications.add(Notification.at(message, bytes));
            return;
        }
        int payloadAt = channelEnd + 1;
        if (bytes[payloadAt] < '0' || bytes[payloadAt] > '9') {
            isSchemaTouched = true;
            return;
        }
        String table = MessageWalker.ascii(bytes, payloadAt, MessageWalker.stringEnd(bytes, payloadAt));
        if (!tables.contains(table)) {
            tables.add(table);
        }
    }

    /** Whether the engine came to the end of what it was asked; one that did not is dead. */
    public boolean isComplete() {
        return transactionState != 0;
    }

    /** Whether a statement came to its end, though the group of messages it belongs to may not have. */
    public boolean hasAnswered() {
        return endedCount() > 0 || hasFailed();
    }

    /** How many statements came to their end without failing. */
    public int endedCount() {
        return tagCount + emptyCount;
    }

    /** Whether a transaction is open afterwards, a failed one included. */
    public boolean isInTransaction() {
        return transactionState != 'I';
    }

    /** Whether a failed transaction is open afterwards. */
    public boolean isInFailedTransaction() {
        return transactionState == 'E';
    }

    /** Whether something failed. */
    public boolean hasFailed() {
        return errorBytes != null;
    }

    /** The first error; only where {@link #hasFailed}. */
    public ErrorFields error(TextCodec codec) {
        return ErrorFields.read(errorBytes, errorAt, codec);
    }

    /** Whether the engine accepted a statement and its parameters, whatever came of it then. */
    public boolean isUnderstood() {
        return isUnderstood;
    }

    /** Whether a transaction committed by its own word. */
    public boolean hasCommitted() {
        return hasTag(CommandTag::isCommit);
    }

    private boolean hasTag(Predicate<CommandTag> is) {
        // An iterator for each question would be half of what reading a short reply takes.
        for (int i = 0; i < tags.size(); i++) {
            if (is.test(tags.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a transaction was rolled back by its own word, or by the one that should have committed it. */
    public boolean hasRolledBack() {
        return hasTag(CommandTag::isRollback);
    }

    /** Whether channels may no longer be listened to. */
    public boolean hasEndedListening() {
        return hasTag(CommandTag::endsListening);
    }

    /** Whether a setting may have changed for the rest of the session. */
    public boolean mayHaveChangedSettings() {
        return hasTag(CommandTag::mayChangeSettings);
    }

    /** Whether prepared statements may be gone. */
    public boolean mayHaveDroppedStatements() {
        return hasTag(CommandTag::dropsStatements);
    }

    /** Whether queries may see something else from here on, of which change capture does not tell. */
    public boolean hasAlteredUntold() {
        return hasTag(CommandTag::altersUntold);
    }

    /** Whether a name or a type may mean something else from here on. */
    public boolean mayHaveChangedMeaning() {
        return isSchemaTouched || hasTag(CommandTag::mayChangeMeaning);
    }

    /** What was notified on channels of the user's own. */
    public List<Notification> notifications() {
        return notifications;
    }

    /** What change capture told of. */
    public Changes changes() {
        return tables.isEmpty() && !isSchemaTouched ? Changes.NONE : new Changes(isSchemaTouched, tables);
    }

    /** The types of a described statement's parameters. */
    public int[] parameterTypes() {
        if (parameterTypesAt == NOWHERE) {
            return NO_TYPES;
        }
        int[] types = new int[MessageWalker.shortAt(bytes, parameterTypesAt)];
        for (int i = 0; i < types.length; i++) {
            types[i] = MessageWalker.intAt(bytes, parameterTypesAt + Short.BYTES + i * Integer.BYTES);
        }
        return types;
    }

    /** Whether there is a row. */
    public boolean hasRow() {
        return lastRowAt != NOWHERE;
    }

    /** A column of the last row, from 0, which is plain ASCII: only for the engine's own statements. Empty for NULL. */
    public String lastRowText(int column) {
        return new Row(bytes, lastRowAt).text(column);
    }

    /** All rows of the last buffer. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        MessageWalker walker = new MessageWalker(bytes);
        while (walker.next()) {
            if (walker.type() == 'D') {
                rows.add(new Row(bytes, walker.bodyStart()));
            }
        }
        return rows;
    }

    /** Where the answer to the first group of messages ends, and that to the second begins. */
    public int secondGroupStart() {
        return firstReadyEnd;
    }

    /** Where the answer to the second group of messages ends. */
    public int secondGroupEnd() {
        return secondReadyEnd;
    }
}
