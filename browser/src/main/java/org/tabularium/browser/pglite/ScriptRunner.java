package org.tabularium.browser.pglite;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.pglite.wire.ErrorFields;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;

/** Runs scripts outside of any transaction, and writes down each of their parts. */
final class ScriptRunner {
    private static final int[] NO_TYPES = {};
    /** What tells that there are several statements, which is found only after all of them were read. */
    private static final String REFUSES_SEVERAL = "exec_parse_message";

    private final Backend backend;
    private final Journal journal;
    private final KeptReplies keptReplies;
    private final Aftermath aftermath;
    private final SessionSettings settings;

    ScriptRunner(
            Backend backend, Journal journal, KeptReplies keptReplies, Aftermath aftermath, SessionSettings settings) {
        this.backend = backend;
        this.journal = journal;
        this.keptReplies = keptReplies;
        this.aftermath = aftermath;
        this.settings = settings;
    }

    /** Runs a script, or what is left of it. */
    Execution run(EngineCall.Script call, Statement script) throws Refused, NeedsToBeAlone {
        ScriptParts parts = partsOf(script.sql());
        if (!parts.isPlain()) {
            checkSyntax(script, call.progress());
        }
        ScriptRun run = new ScriptRun(backend, journal, aftermath, settings, script, call.note(), parts);
        if (call.progress() > 0) {
            KeptReply kept = keptReplies.find(call.note(), call.progress());
            if (kept == null || call.progress() >= parts.parts().size()) {
                throw new Refused(Failure.of(
                        ErrorCode.PROTOCOL_ERROR,
                        "The journal does not hold the parts of this script that have run.",
                        Outcome.UNKNOWN));
            }
            run.resume(call.progress(), settings.resumed(kept, script));
        }
        return run.run(call.progress());
    }

    /** Runs a script as it is. */
    Ran runAsItIs(String sql) {
        backend.write().query(sql);
        Reply reply = backend.exchange();
        return new Ran(reply, backend.lastReply());
    }

    private ScriptParts partsOf(String sql) {
        ScriptParts parts = ScriptParts.of(sql, false);
        boolean isClear = !ScriptParts.mayBeParted(sql) || sql.indexOf('\\') < 0;
        if (isClear) {
            return parts;
        }
        ScriptParts otherwise = ScriptParts.of(sql, true);
        return otherwise.equals(parts) || hasConformingStrings() ? parts : otherwise;
    }

    private boolean hasConformingStrings() {
        backend.write().query("show standard_conforming_strings");
        return "on".equals(backend.exchange().lastRowText(0));
    }

    /** PostgreSQL reads the whole of a script before it runs any of it, and the parts come to it one by one. */
    private void checkSyntax(Statement script, int progress) throws Refused {
        backend.write().parse(script.sql(), NO_TYPES).sync();
        Reply reply = backend.exchange();
        if (!reply.hasFailed()) {
            return;
        }
        ErrorFields error = backend.error(reply);
        if (!REFUSES_SEVERAL.equals(error.get('R'))) {
            throw new Refused(SqlFailures.of(error, script, progress > 0 ? Outcome.UNKNOWN : Outcome.ROLLED_BACK));
        }
    }
}
