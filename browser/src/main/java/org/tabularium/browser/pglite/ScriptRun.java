package org.tabularium.browser.pglite;

import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.pglite.ScriptPart.End;
import org.tabularium.browser.pglite.wire.ErrorFields;
import org.tabularium.browser.pglite.wire.MessageWalker;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.browser.pglite.wire.ReplyBuilder;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/**
 * One run of a script, part by part. Each part is one transaction, in which the journal's row is written as well: how
 * many parts have ended, and what all of them have answered.
 */
final class ScriptRun {
    private final Backend backend;
    private final Journal journal;
    private final Aftermath aftermath;
    private final SessionSettings settings;
    private final Statement script;
    private final String sql;
    private final Note note;
    private final ScriptParts parts;
    private final ReplyBuilder answers = new ReplyBuilder();
    private boolean isAbridged;
    private boolean hasCommitted;
    /** Whether a part had an effect, so that the journal has to say how many have ended. */
    private boolean hasEffect;

    private Reply reply;

    ScriptRun(
            Backend backend,
            Journal journal,
            Aftermath aftermath,
            SessionSettings settings,
            Statement script,
            Note note,
            ScriptParts parts) {
        this.backend = backend;
        this.journal = journal;
        this.aftermath = aftermath;
        this.settings = settings;
        this.script = script;
        this.sql = script.sql();
        this.note = note;
        this.parts = parts;
    }

    /** Takes over from an earlier leader, under which so many parts have ended and answered this. */
    void resume(int progress, KeptReply kept) {
        answers.addAll(kept.bytes());
        isAbridged = kept.isAbridged();
        hasEffect = true;
        for (int i = 0; i < progress; i++) {
            hasCommitted |= parts.parts().get(i).end() == End.COMMIT;
        }
    }

    /** Runs the parts from this one on, from 0. */
    Execution run(int firstPart) throws Refused, NeedsToBeAlone {
        int count = parts.parts().size();
        for (int i = firstPart; i < count; i++) {
            ScriptPart part = parts.parts().get(i);
            runBody(part);
            if (hasFailed()) {
                return failed(part);
            }
            if (part.isLeftOpen()) {
                return succeeded(hasCommitted);
            }
            int progress = i + 1 == count ? Entry.DONE : i + 1;
            if (part.end() == End.ROLLBACK) {
                rollBack(part, progress);
            } else {
                commit(part, progress);
            }
            if (hasFailed()) {
                return failed(part);
            }
        }
        return succeeded(hasEffect);
    }

    private void runBody(ScriptPart part) {
        boolean isBegunHere = !backend.isInTransaction() && !part.begins();
        MessageWriter writer = backend.write();
        if (isBegunHere) {
            writer.query("begin");
        }
        boolean isAll = part.end() == End.NONE && !part.isChained();
        if (part.hasBody() || isAll) {
            writer.query(sql.substring(part.from(), part.bodyEnd()));
        }
        if (writer.length() > 0) {
            exchange();
            answers.addAnswers(backend.lastReply(), isBegunHere ? endOfFirstGroup() : 0);
        }
    }

    private void commit(ScriptPart part, int progress) throws Refused {
        boolean isOwn = part.end() == End.NONE;
        KeptReply kept = settings.inside(
                kept(isOwn ? null : "COMMIT", progress),
                script.parts(),
                hasCommitted ? Outcome.UNKNOWN : Outcome.ROLLED_BACK);
        MessageWriter writer = backend.write();
        journal.write(writer, note, progress, kept);
        writer.query(isOwn ? "commit" : sql.substring(part.bodyEnd(), part.to()));
        exchange();
        if (isOwn) {
            answers.addAsides(backend.lastReply());
        } else {
            answers.addAnswers(backend.lastReply(), endOfFirstGroup());
        }
        if (hasFailed()) {
            return;
        }
        hasCommitted = true;
        boolean isKept = Journal.isKept(reply);
        hasEffect |= isKept || Journal.hasEffect(reply);
        if (!backend.isInTransaction()) {
            correct(progress, isKept, kept);
        }
    }

    /** Writes the row of a part again after its transaction, where it is missing or not right. */
    private void correct(int progress, boolean isKept, KeptReply kept) {
        if (hasEffect && !isKept) {
            journal.put(note, progress, kept);
        }
        if (hasEffect && progress != Entry.DONE) {
            settings.correct(note, progress, () -> kept(null, progress));
        }
    }

    /** What is rolled back takes the journal's row with it, so that is written afterwards. */
    private void rollBack(ScriptPart part, int progress) {
        backend.write().query(sql.substring(part.bodyEnd(), part.to()));
        exchange();
        answers.addAnswers(backend.lastReply(), 0);
        boolean isChained = backend.isInTransaction();
        if (!isChained) {
            MessageWriter writer = backend.write().query("begin read write");
            journal.write(writer, note, progress, settings.headed(kept(null, progress)));
            writer.query("commit");
            exchange();
            hasEffect |= !hasFailed();
        }
    }

    /** What is kept of all answers so far, and of the tag that is yet to come. */
    private KeptReply kept(String nextTag, int progress) {
        ReplyBuilder messages = new ReplyBuilder().addAll(answers.toBytes());
        if (nextTag != null) {
            messages.addTag(nextTag);
        }
        byte[] bytes = messages.toBytes();
        KeptReply kept = progress == Entry.DONE ? KeptReply.of(bytes) : KeptReply.ofOpen(bytes);
        return new KeptReply(kept.bytes(), kept.isAbridged() || isAbridged);
    }

    private Execution succeeded(boolean hasWritten) {
        byte[] result = answers.addReady(backend.isInTransaction()).toBytes();
        Execution execution = aftermath.of(new Ran(reply, result), script, Outcome.UNKNOWN, hasWritten);
        return isAbridged ? KeptReplies.abridged(execution) : execution;
    }

    private Execution failed(ScriptPart part) throws NeedsToBeAlone {
        boolean isOneStatement = parts.statementCount() == 1 && parts.isPlain();
        boolean needsToBeAlone = isOneStatement && LoneStatement.isAskedForBy(reply, backend);
        ErrorFields error = backend.error(reply).shifted(sql.codePointCount(0, part.from()));
        if (backend.isInTransaction()) {
            backend.write().query("rollback");
            exchange();
        }
        if (needsToBeAlone) {
            throw new NeedsToBeAlone();
        }
        Failure failure = hasCommitted
                ? Aftermath.afterCommit(error, script)
                : SqlFailures.of(error, script, Outcome.ROLLED_BACK);
        return aftermath.failed(reply, failure, hasCommitted);
    }

    private void exchange() {
        reply = reply == null ? backend.exchange() : backend.exchangeRest(reply);
    }

    private boolean hasFailed() {
        return reply != null && reply.hasFailed();
    }

    private int endOfFirstGroup() {
        MessageWalker walker = new MessageWalker(backend.lastReply());
        while (walker.next() && walker.type() != 'Z') {
            // On to the end of the group.
        }
        return walker.end();
    }
}
