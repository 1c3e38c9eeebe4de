package org.tabularium.browser.pglite;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsErrors;
import org.tabularium.browser.pglite.wire.MessageWriter;
import org.tabularium.browser.pglite.wire.Reply;

/**
 * Writes statements with their parameters.
 *
 * <p>A parameter can only be written as text when its type is known. A statement without parameters, or whose types the
 * caller named or an earlier run found out, takes one exchange; any other is described first.
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
    private final ParameterTypes knownTypes = new ParameterTypes();

    StatementRunner(Backend backend, PgliteHandle handle) {
        this.backend = backend;
        this.handle = handle;
    }

    /** Forgets what types statements have. */
    void forgetTypes() {
        knownTypes.forgetAll();
    }

    /** Runs a statement as it is. */
    Ran run(Statement statement) throws Refused {
        return run(statement, (same, types) -> {
            write(same, types, backend.write());
            Reply reply = backend.exchange();
            return new Ran(reply, backend.lastReply());
        });
    }

    /** Runs a statement in a way that has no effect where its text is refused. */
    Ran run(Statement statement, Way way) throws Refused {
        boolean isFromMemory = remembers(statement);
        boolean mayRepeat = !backend.isInTransaction();
        Ran ran = way.run(statement, types(statement));
        if (isFromMemory && ran.reply().hasFailed() && !ran.reply().isParsed()) {
            knownTypes.forgetAll();
            if (mayRepeat) {
                // The text was refused, so nothing has run; it may have been the memory's fault.
                return way.run(statement, types(statement));
            }
        }
        return ran;
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
        types = knownTypes.find(statement.sql());
        if (types == null) {
            types = describe(statement);
            knownTypes.remember(statement.sql(), types);
        }
        return types;
    }

    /** Whether the types of a statement's parameters are known without asking the engine. */
    boolean knows(Statement statement) {
        return statement.parameterCount() == 0 || declaredTypes(statement) != null || remembers(statement);
    }

    /** Whether the types of a statement's parameters are known from an earlier run. */
    boolean remembers(Statement statement) {
        return isMemorable(statement) && knownTypes.find(statement.sql()) != null;
    }

    /** Writes one group of messages that runs the statement. */
    void write(Statement statement, int[] types, MessageWriter writer) throws Refused {
        writeOpen(statement, types, writer);
        writer.sync();
    }

    /** Writes messages that run the statement, in a group that is not ended by them. */
    void writeOpen(Statement statement, int[] types, MessageWriter writer) throws Refused {
        int count = statement.parameterCount();
        if (count > MAX_PARAMETERS) {
            throw new Refused(invalid("A statement has at most 65535 parameters; this one has " + count + "."));
        }
        writer.parse(statement.sql(), types).beginBind(count);
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
