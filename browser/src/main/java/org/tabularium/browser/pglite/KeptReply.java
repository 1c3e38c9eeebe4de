package org.tabularium.browser.pglite;

import org.tabularium.browser.pglite.wire.ReplyBuilder;

/**
 * A reply as the journal keeps it.
 *
 * @param bytes whole messages
 * @param isAbridged whether the reply was too large to be kept whole, so that these are only the numbers of rows its
 *     statements affected
 */
record KeptReply(byte[] bytes, boolean isAbridged) {
    /** The largest reply that is kept whole. */
    static final int KEPT_REPLY_BYTES = 8 * 1024;

    /** What is kept of a request that has no reply yet. */
    static final KeptReply NONE = new KeptReply(new byte[0], false);

    /** What is kept of these messages, after which the engine is ready outside of any transaction. */
    static KeptReply of(byte[] messages) {
        KeptReply open = ofOpen(messages);
        return new KeptReply(
                new ReplyBuilder().addAll(open.bytes).addReady(false).toBytes(), open.isAbridged);
    }

    /** What is kept of a whole reply. */
    static KeptReply ofReady(byte[] reply) {
        return of(new ReplyBuilder().addAnswers(reply, 0).toBytes());
    }

    /** What is kept of a whole reply that may lack rows already. */
    static KeptReply ofReady(byte[] reply, boolean isAbridged) {
        KeptReply whole = ofReady(reply);
        return new KeptReply(whole.bytes, whole.isAbridged || isAbridged);
    }

    /** What is kept of these messages, after which more are to come. */
    static KeptReply ofOpen(byte[] messages) {
        if (messages.length <= KEPT_REPLY_BYTES) {
            return new KeptReply(messages, false);
        }
        byte[] tags = new ReplyBuilder().addTags(messages).toBytes();
        return new KeptReply(tags, tags.length < messages.length);
    }
}
