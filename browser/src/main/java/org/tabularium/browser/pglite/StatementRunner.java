package org.tabularium.browser.pglite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsErrors;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;

/**
 * Writes statements with their parameters.
 *
 * <p>A parameter can only be written as text when its type is known. A statement without parameters, or whose types the
 * caller named or an earlier run found out, takes one exchange; any other is described first.
 *
 * <p>A statement that comes again is prepared: to parse and plan it afresh touches so much of the engine that between
 * two sleeps of a worker it takes longer than to run it. What could make a prepared statement mean something else than a
 * fresh one has it forgotten; where the engine refuses one that is out of date, nothing has run, and it is parsed anew.
 */
final class StatementRunner {
    private static final int MAX_PARAMETERS = 0xffff;
    private static final int[] NO_TYPES = {};

    /** A way of running a statement once: as it is, or with more around it. */
    interface Way {
        /** Runs it. */
        Ran run(Statement statement, int[] types) throws Refused;
    }

    private final Backend backend;
    private final PgliteHandle handle;
    private final KnownTexts texts = new KnownTexts(this::unprepare);
    /** Names of prepared statements that are used no longer. */
    private final List<String> unused = new ArrayList<>();
    /** What the messages prepare that are about to be sent, or null. */
    private PreparedStatement preparing;
    /** What they close. */
    private List<String> closing = List.of();

    private int lastName;
    /** How often names or types may have come to mean something else. */
    private int meaning;
    /** Whether something was forgotten in the open transaction, whose end may bring back what was before. */
    private boolean hasForgottenInTransaction;

    StatementRunner(Backend backend, PgliteHandle handle) {
        this.backend = backend;
        this.handle = handle;
    }

    /** What is known of a statement's text. */
    KnownText known(Statement statement) {
        if (statement.known == null) {
            statement.known = texts.of(statement.sql());
        }
        return statement.known;
    }

    /**
     * Names and types may mean something else from here on. If that is so inside a transaction, they may mean what they
     * did before when it has ended, be it by a rollback or because a setting was its own.
     */
    void forgetMeanings() {
        hasForgottenInTransaction = backend.isInTransaction();
        // Statements that are under way may hold texts that are not remembered any more.
        meaning++;
        texts.all().forEach(this::unprepare);
    }

    /** The same before a transaction, or inside one, of which that is known only when it has run. */
    void forgetMeaningsForTransaction() {
        forgetMeanings();
        hasForgottenInTransaction = true;
    }

    /** To be called before what may be the first statement after a transaction. */
    void forgetTransaction() {
        if (hasForgottenInTransaction && !backend.isInTransaction()) {
            forgetMeanings();
        }
    }

    /** Runs a statement as it is. */
    Ran run(Statement statement) throws Refused {
        return run(statement, (same, types) -> {
            MessageWriter writer = backend.write();
            // Inside a transaction it must not be refused for being out of date, which is about rows.
            if (known(same).isWithoutRows) {
                writeKept(same, types, writer);
            } else {
                writeOpen(same, types, writer);
            }
            writer.sync();
            Reply reply = backend.exchange();
            return new Ran(reply, backend.lastReply());
        });
    }

    /** Runs a statement in a way that has no effect where its text is refused. */
    Ran run(Statement statement, Way way) throws Refused {
        KnownText known = known(statement);
        boolean isFromMemory = remembers(statement) || known.prepared != null;
        boolean mayRepeat = !backend.isInTransaction();
        Ran ran = runOnce(statement, way, known);
        if (isFromMemory && ran.reply().hasFailed() && !ran.reply().isUnderstood()) {
            forgetMeanings();
            if (mayRepeat) {
                // It was refused before anything has run; it may have been the memory's fault.
                ran = runOnce(statement, way, known);
            }
        }
        return ran;
    }

    private Ran runOnce(Statement statement, Way way, KnownText known) throws Refused {
        try {
            Ran ran = way.run(statement, types(statement));
            known.runCount++;
            if (preparing != null && ran.reply().isUnderstood()) {
                known.prepared = preparing;
                preparing = null;
            }
            return ran;
        } finally {
            dropPreparing();
        }
    }

    /** What was to be prepared may have been or not, and what was to be closed with it too. */
    private void dropPreparing() {
        if (preparing != null) {
            unused.addAll(closing);
            unused.add(preparing.name());
            preparing = null;
        }
    }

    private void unprepare(KnownText known) {
        if (known.prepared != null) {
            unused.add(known.prepared.name());
            known.prepared = null;
        }
    }

    /** Has the engine check a statement, and returns the types of all its parameters. */
    int[] describe(Statement statement) throws Refused {
        return described(statement).parameterTypes();
    }

    /** Has the engine check a statement, and say what it takes and gives; that stays in the backend's last reply. */
    Reply described(Statement statement) throws Refused {
        backend.write()
                .parse(statement.sql(), namedTypes(statement))
                .describeStatement()
                .sync();
        Reply reply = backend.exchange();
        if (reply.hasFailed()) {
            throw new Refused(SqlFailures.of(backend.error(reply), statement, Outcome.ROLLED_BACK));
        }
        return reply;
    }

    /** The types of a statement's parameters, from the cheapest source there is. */
    int[] types(Statement statement) throws Refused {
        if (statement.parameterCount() == 0) {
            return NO_TYPES;
        }
        int[] types = declaredTypes(statement);
        if (types != null) {
            return types;
        }
        if (!isMemorable(statement)) {
            return describe(statement);
        }
        KnownText known = known(statement);
        int[] remembered = known.typesIn(meaning);
        if (remembered != null) {
            return remembered;
        }
        int[] described = describe(statement);
        known.typesAre(described, meaning);
        return described;
    }

    /** Whether the types of a statement's parameters are known without asking the engine. */
    boolean knows(Statement statement) {
        return statement.parameterCount() == 0 || declaredTypes(statement) != null || remembers(statement);
    }

    /** Whether the types of a statement's parameters are known from an earlier run. */
    boolean remembers(Statement statement) {
        return isMemorable(statement) && known(statement).typesIn(meaning) != null;
    }

    /** Writes one group of messages that runs the statement. */
    void write(Statement statement, int[] types, MessageWriter writer) throws Refused {
        writeOpen(statement, types, writer);
        writer.sync();
    }

    /** Writes messages that run the statement, in a group that is not ended by them. */
    void writeOpen(Statement statement, int[] types, MessageWriter writer) throws Refused {
        checkCount(statement);
        writer.parse(statement.sql(), types).beginBind(statement.parameterCount());
        writeParameters(statement, types, writer);
    }

    /** The same where one that comes again is prepared. */
    void writeKept(Statement statement, int[] types, MessageWriter writer) throws Refused {
        KnownText known = known(statement);
        if (!known.isPreparable || !known.isRemembered || known.runCount == 0 || statement.declaredTypeCount() > 0) {
            writeOpen(statement, types, writer);
            return;
        }
        checkCount(statement);
        double nowMs = Web.nowMs();
        PreparedStatement prepared = known.prepared;
        if (prepared == null || !prepared.isFresh(nowMs)) {
            unprepare(known);
            prepare(statement, types, nowMs, writer);
            prepared = preparing;
        }
        if (statement.parameterCount() == 0) {
            prepared.write(writer);
        } else {
            writer.beginBind(prepared.name(), statement.parameterCount());
            writeParameters(statement, types, writer);
        }
    }

    private void prepare(Statement statement, int[] types, double nowMs, MessageWriter writer) {
        dropPreparing();
        unused.forEach(writer::closeStatement);
        closing = List.copyOf(unused);
        unused.clear();
        lastName++;
        preparing = new PreparedStatement("tabularium_" + lastName, nowMs);
        // An application's own engine may have served an earlier leader, in the same session.
        writer.closeStatement(preparing.name()).parse(preparing.name(), statement.sql(), types);
    }

    private static void checkCount(Statement statement) throws Refused {
        int count = statement.parameterCount();
        if (count > MAX_PARAMETERS) {
            throw new Refused(invalid("A statement has at most 65535 parameters; this one has " + count + "."));
        }
    }

    private void writeParameters(Statement statement, int[] types, MessageWriter writer) throws Refused {
        int count = statement.parameterCount();
        for (int i = 0; i < count; i++) {
            writer.parameter(serialized(statement, i, i < types.length ? types[i] : 0));
        }
        writer.endBind().describePortal().execute();
    }

    private String serialized(Statement statement, int index, int type) throws Refused {
        try {
            return handle.serialize(statement.parameter(index), type);
        } catch (RuntimeException thrown) {
            throw new Refused(invalid("Parameter $" + (index + 1) + ": " + JsErrors.message(thrown)));
        }
    }

    /** Whether the types follow from the text alone. */
    private static boolean isMemorable(Statement statement) {
        return statement.parameterCount() > 0 && statement.declaredTypeCount() == 0;
    }

    /** The types where the caller named all of them, else null. */
    private static int[] declaredTypes(Statement statement) {
        int count = statement.parameterCount();
        if (count == 0 || statement.declaredTypeCount() < count) {
            return null;
        }
        int[] types = namedTypes(statement);
        for (int type : types) {
            if (type == 0) {
                return null;
            }
        }
        return types;
    }

    private static int[] namedTypes(Statement statement) {
        int[] types = new int[statement.declaredTypeCount()];
        for (int i = 0; i < types.length; i++) {
            types[i] = statement.declaredType(i);
        }
        return types;
    }

    private static Failure invalid(String message) {
        return Failure.of(ErrorCode.INVALID_ARGUMENT, message, Outcome.NOT_RUN);
    }
}
