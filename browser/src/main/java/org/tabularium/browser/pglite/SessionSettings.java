package org.tabularium.browser.pglite;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.tabularium.base.Outcome;
import org.tabularium.base.Payload;
import org.tabularium.browser.engine.Refused;
import org.tabularium.browser.js.JsBytes;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.pglite.wire.MessageWalker;
import org.tabularium.browser.pglite.wire.Reply;
import org.tabularium.browser.pglite.wire.TextCodec;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/**
 * Gives every tab settings of its own, such as {@code search_path}, {@code TimeZone}, its role or {@code app.user_id},
 * although the engine has one session for all of them.
 *
 * <p>A tab sends what it has set along with its calls, and the session is made to be so before they run. After a call
 * that may have set something, the session is asked, and the tab is told before the result, in a message that it sends
 * back as it is. So nothing is lost with the leader, and the calls of a tab that sets nothing cost nothing.
 *
 * <p>The journal keeps that message with the answer, or a tab that is answered from there would be told of success and
 * go on in its old settings. The row is written before the transaction ends, and {@code SET LOCAL} ends with it; so what
 * is set then is put into the row only where it is sure to last, and the row is written again where it was not right.
 *
 * <p>That a function of the user's own sets something is not seen, unless it does so by a {@code set} clause, which ends
 * with it.
 */
final class SessionSettings {
    private static final String ROLE = "role";
    private static final String AUTHORIZATION = "session_authorization";
    /** Settings that PostgreSQL lists, and the role, which it does not; more may follow, and the end of a subquery. */
    private static final String LIST = "select string_agg(name || chr(1) || value || chr(2), '') from"
            + " (select name, setting as value from pg_catalog.pg_settings"
            + " where source = 'session' and name not like 'transaction%'"
            + " union all select 'role', current_setting('role') where current_setting('role') <> 'none'";

    private static final char BETWEEN = '\u0001';
    private static final char END = '\u0002';

    /** A message of ours before those of a result. */
    private static final byte HEAD = 'p';

    private static final int HEADER_BYTES = 1 + Integer.BYTES;
    private static final int[] NO_TYPES = {};

    private final Backend backend;
    private final StatementRunner statements;
    private final Journal journal;
    private final TextCodec codec = new JsText();
    /** Settings of applications' own that somebody may have set. */
    private final Set<String> ownNames = new LinkedHashSet<>();
    /** As the leader found them: those that are not what a new session begins with. */
    private final Map<String, String> initial;

    private final String initialUser;
    private Map<String, String> current;
    /** Those of the tab whose call is run, or was the last. */
    private Map<String, String> wanted;
    /** Those that the journal's row tells, if the call has one. */
    private Map<String, String> kept;

    private boolean isInitial = true;
    private boolean mayHaveChanged;
    /** Whether something may have been set that ends with the transaction. */
    private boolean mayLapse;

    SessionSettings(Backend backend, StatementRunner statements, Journal journal) {
        this.backend = backend;
        this.statements = statements;
        this.journal = journal;
        Reply reply = send("select session_user || chr(2) || coalesce((" + LIST + ") as set), '')");
        String answer = text(reply);
        int end = answer.indexOf(END);
        initialUser = answer.substring(0, end);
        initial = read(answer.substring(end + 1));
        current = initial;
        want(initial);
    }

    /** Makes the session as the tab has it that sends the statement, which may be null; not inside a transaction. */
    void apply(Statement statement) throws Refused {
        if (mayHaveChanged) {
            see(ask());
        }
        byte[] sent = statement == null ? null : statement.settings();
        if (sent == null && isInitial) {
            want(initial);
            return;
        }
        want(sent == null ? initial : read(codec.decode(sent, 0, sent.length)));
        if (!wanted.equals(current)) {
            change(wanted, statement, Outcome.ROLLED_BACK);
        }
    }

    private void want(Map<String, String> settings) {
        wanted = settings;
        kept = settings;
        mayLapse = false;
    }

    private void change(Map<String, String> settings, Statement statement, Outcome ifFailed) throws Refused {
        backend.write().query(script(settings));
        Reply reply = backend.exchange();
        statements.forgetMeanings();
        see(ask());
        if (reply.hasFailed()) {
            throw new Refused(SqlFailures.of(backend.error(reply), statement, ifFailed));
        }
    }

    /**
     * What the journal keeps of a call that goes on, without the settings in it; the session is made to be as those say.
     */
    KeptReply resumed(KeptReply reply, Statement statement) throws Refused {
        MessageWalker walker = new MessageWalker(reply.bytes());
        if (!walker.next() || walker.type() != HEAD) {
            return reply;
        }
        String list = codec.decode(reply.bytes(), walker.bodyStart(), walker.end());
        kept = list.isEmpty() ? initial : read(list);
        change(kept, statement, Outcome.UNKNOWN);
        mayHaveChanged = true;
        byte[] rest = Arrays.copyOfRange(reply.bytes(), walker.end(), reply.bytes().length);
        return new KeptReply(rest, reply.isAbridged());
    }

    /**
     * What a transaction that is about to end keeps of an answer: with it the settings that these statements, or those
     * before them in it, have changed. Where a failure is thrown, it is rolled back.
     */
    KeptReply inside(KeptReply answer, List<Statement> parts, Outcome ifFailed) throws Refused {
        suspect(parts);
        if (mayHaveChanged && !mayLapse) {
            kept = askInside(ifFailed);
        }
        return headed(answer);
    }

    /** What is kept of an answer, with the settings that were kept last. */
    KeptReply headed(KeptReply answer) {
        return kept.equals(wanted) ? answer : new KeptReply(headed(kept, answer.bytes()), answer.isAbridged());
    }

    /** Writes the journal's row again where its transaction has left other settings than it was to. */
    void correct(Note note, int progress, Supplier<KeptReply> answer) {
        if (!mayHaveChanged) {
            return;
        }
        mayLapse = false;
        Map<String, String> seen = ask();
        if (!seen.equals(kept)) {
            kept = seen;
            journal.put(note, progress, headed(answer.get()));
        }
    }

    /** What a call came to, and with it the settings that it has changed for its tab; {@code note} may be null. */
    Execution told(Execution execution, Statement statement, Note note) {
        suspect(statement == null ? List.of() : statement.parts());
        if (!mayHaveChanged || execution.isInTransaction() || !execution.succeeded()) {
            return execution;
        }
        byte[] answer = execution.result() == null ? new byte[0] : JsBytes.of(JsPayload.valueOf(execution.result()));
        if (note != null && execution.hasWritten()) {
            correct(note, Entry.DONE, () -> KeptReply.ofReady(answer, execution.isAbridged()));
            see(kept);
        } else {
            see(ask());
        }
        if (current.equals(wanted)) {
            return execution;
        }
        Payload result = JsBytes.payload(headed(current, answer));
        wanted = current;
        return new Execution(
                null,
                result,
                execution.isAbridged(),
                false,
                execution.hasWritten(),
                execution.changes(),
                execution.readSet());
    }

    /** Takes note of statements that may have set something. */
    private void suspect(List<Statement> parts) {
        if (!backend.takeMayHaveNewSettings() && !mentionSetConfig(parts)) {
            return;
        }
        mayHaveChanged = true;
        for (Statement each : parts) {
            SettingNames.addFrom(each.sql(), ownNames);
            mayLapse |= !isPlainSet(each);
        }
    }

    private boolean isPlainSet(Statement statement) {
        String sql = statement.sql();
        return Ascii.mentions(sql, "set")
                && !Ascii.mentions(sql, "local")
                && !statements.known(statement).mentionsSetConfig;
    }

    private boolean mentionSetConfig(List<Statement> parts) {
        for (Statement each : parts) {
            if (statements.known(each).mentionsSetConfig) {
                return true;
            }
        }
        return false;
    }

    /** Whether the session is as a new one. */
    boolean isInitial() {
        return isInitial;
    }

    private void see(Map<String, String> seen) {
        current = seen;
        isInitial = current.equals(initial);
        mayHaveChanged = false;
    }

    /** Who one is decides what one may set, so that is put back first and taken on last. */
    private String script(Map<String, String> settings) {
        StringBuilder script = new StringBuilder("set session authorization " + identifier(initialUser));
        for (String name : current.keySet()) {
            if (!settings.containsKey(name) && !isIdentity(name)) {
                script.append("; reset ").append(identifier(name));
            }
        }
        settings.forEach((name, value) -> {
            if (!value.equals(current.get(name)) && !isIdentity(name)) {
                append(script, name, value);
            }
        });
        for (String name : new String[] {AUTHORIZATION, ROLE}) {
            if (settings.containsKey(name)) {
                append(script, name, settings.get(name));
            }
        }
        return script.toString();
    }

    private static boolean isIdentity(String name) {
        return name.equals(ROLE) || name.equals(AUTHORIZATION);
    }

    private static void append(StringBuilder script, String name, String value) {
        script.append("; select pg_catalog.set_config(")
                .append(literal(name))
                .append(", ")
                .append(literal(value))
                .append(", false)");
    }

    /** Asks the session for what is not as in a new one. */
    private Map<String, String> ask() {
        Reply reply = send(question());
        return reply.hasFailed() ? new LinkedHashMap<>() : read(text(reply));
    }

    /** The same in the midst of a group of messages or of a transaction, neither of which is ended by it. */
    private Map<String, String> askInside(Outcome ifFailed) throws Refused {
        backend.write()
                .parse(question(), NO_TYPES)
                .beginBind(0)
                .endBind()
                .execute()
                .flush();
        Reply reply = backend.exchangePart(false);
        if (reply.hasFailed()) {
            backend.write().sync().query("rollback");
            backend.exchange();
            throw new Refused(SqlFailures.of(backend.error(reply), null, ifFailed));
        }
        return read(text(reply));
    }

    private String question() {
        return "select (" + LIST + whoIs() + ownSettings() + ") as set)";
    }

    private String whoIs() {
        return " union all select 'session_authorization', session_user where session_user <> " + literal(initialUser);
    }

    private String ownSettings() {
        StringBuilder parts = new StringBuilder();
        for (String name : ownNames) {
            String value = "current_setting(" + literal(name) + ", true)";
            parts.append(" union all select ")
                    .append(literal(name))
                    .append(", ")
                    .append(value);
            parts.append(" where ").append(value).append(" <> ''");
        }
        return parts.toString();
    }

    private Reply send(String query) {
        backend.write().query(query);
        Reply reply = backend.exchange();
        backend.takeMayHaveNewSettings();
        return reply;
    }

    /** The one value in a reply, which need not be ASCII. */
    private String text(Reply reply) {
        String bytes = reply.lastRowText(0);
        byte[] utf8 = new byte[bytes.length()];
        for (int i = 0; i < utf8.length; i++) {
            utf8[i] = (byte) bytes.charAt(i);
        }
        return codec.decode(utf8, 0, utf8.length);
    }

    private static Map<String, String> read(String list) {
        Map<String, String> settings = new LinkedHashMap<>();
        int start = 0;
        for (int end = list.indexOf(END); end >= 0; end = list.indexOf(END, start)) {
            int between = list.indexOf(BETWEEN, start);
            settings.put(list.substring(start, between), list.substring(between + 1, end));
            start = end + 1;
        }
        return settings;
    }

    private static String written(Map<String, String> settings) {
        StringBuilder list = new StringBuilder();
        settings.forEach(
                (name, value) -> list.append(name).append(BETWEEN).append(value).append(END));
        return list.toString();
    }

    private byte[] headed(Map<String, String> settings, byte[] answer) {
        byte[] body = codec.encode(settings.equals(initial) ? "" : written(settings));
        byte[] whole = new byte[HEADER_BYTES + body.length + answer.length];
        int length = Integer.BYTES + body.length;
        whole[0] = HEAD;
        whole[1] = (byte) (length >> 24);
        whole[2] = (byte) (length >> 16);
        whole[3] = (byte) (length >> 8);
        whole[4] = (byte) length;
        System.arraycopy(body, 0, whole, HEADER_BYTES, body.length);
        System.arraycopy(answer, 0, whole, HEADER_BYTES + body.length, answer.length);
        return whole;
    }

    /** A literal that means the same whatever {@code standard_conforming_strings} is. */
    private static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + '\'';
    }

    /** The name of a setting, whose parts between dots are quoted. */
    private static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"").replace(".", "\".\"") + '"';
    }
}
