package org.tabularium.browser.pglite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Payload;
import org.tabularium.browser.js.JsBytes;
import org.tabularium.browser.js.JsPayload;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * A statement as a tab sends it: {@code {sql, params?, paramTypes?, blob?, isDescribed?, settings?}}, or {@code {sql: '',
 * channel}}, {@code {sql: '', protocol}}, {@code {sql: '', dump}}; and for a begin {@code {sql: '', hold?, settings?}}.
 */
final class Statement {
    private final JSObject value;
    private final String sql;
    /** What is known of its text, once that was asked. */
    KnownText known;
    /** The statements of a batch, or this one, once they were asked for. */
    private List<Statement> parts;

    Statement(Payload payload) {
        this(JsPayload.valueOf(payload));
    }

    private Statement(JSObject value) {
        this.value = value;
        this.sql = sql(value);
    }

    /** The statements of a batch, {@code {sql: '', batch: […]}}; null for what is none. */
    List<Statement> batch() {
        return isBatch(value) ? parts() : null;
    }

    String sql() {
        return sql;
    }

    /** Whether the statement is not to be run, but to be told of what it takes and gives. */
    boolean isDescribed() {
        return isDescribed(value);
    }

    /** The statements of a batch, or this one. */
    List<Statement> parts() {
        if (parts == null) {
            parts = isBatch(value) ? statements(batch(value)) : List.of(this);
        }
        return parts;
    }

    private static List<Statement> statements(JSObject[] values) {
        List<Statement> statements = new ArrayList<>(values.length);
        for (JSObject each : values) {
            statements.add(new Statement(each));
        }
        return statements;
    }

    /** The settings that its tab has changed for itself, as {@link SessionSettings} wrote them; or null. */
    byte[] settings() {
        JSObject settings = settings(value);
        return settings == null ? null : JsBytes.of(settings);
    }

    /** Whether a begin asks for the session itself, and not for a transaction. */
    boolean isHold() {
        return isHold(value);
    }

    /** Messages of the PostgreSQL protocol to be sent in place of a text, or null. */
    JSObject protocol() {
        return protocol(value);
    }

    /** How the data directory is to be packed, where this stands for that and not for a statement; else null. */
    String dump() {
        return dump(value);
    }

    /** The channel to listen on, where this stands for one and not for a query; else null. */
    String channel() {
        return channel(value);
    }

    /** What {@code /dev/blob} holds for the statement, or null. */
    JSObject blob() {
        return blob(value);
    }

    /** Whether the parameters go by name, of which PostgreSQL knows nothing. */
    boolean hasNames() {
        return hasNames(value);
    }

    int parameterCount() {
        return parameterCount(value);
    }

    JSObject parameter(int index) {
        return parameter(value, index);
    }

    /** How many leading parameters the caller named the type of, which may be 0 for an unknown one. */
    int declaredTypeCount() {
        return declaredTypeCount(value);
    }

    int declaredType(int index) {
        return declaredType(value, index);
    }

    /** A new object that tells of the statement, for an error to be told in. */
    JSObject newErrorDetail() {
        return newErrorDetail(value);
    }

    @JSBody(params = "payload", script = "return !!payload.batch;")
    private static native boolean isBatch(JSObject payload);

    @JSBody(params = "payload", script = "return payload.batch;")
    private static native JSObject[] batch(JSObject payload);

    @JSBody(params = "statement", script = "return statement.sql;")
    private static native String sql(JSObject statement);

    @JSBody(params = "statement", script = "return statement.isDescribed === true;")
    private static native boolean isDescribed(JSObject statement);

    @JSBody(params = "statement", script = "return statement.settings || null;")
    private static native JSObject settings(JSObject statement);

    @JSBody(params = "statement", script = "return statement.hold === true;")
    private static native boolean isHold(JSObject statement);

    @JSBody(params = "statement", script = "return statement.protocol || null;")
    private static native JSObject protocol(JSObject statement);

    @JSBody(params = "statement", script = "return statement.dump || null;")
    private static native String dump(JSObject statement);

    @JSBody(params = "statement", script = "return statement.channel || null;")
    private static native String channel(JSObject statement);

    @JSBody(params = "statement", script = "return statement.blob || null;")
    private static native JSObject blob(JSObject statement);

    @JSBody(params = "statement", script = "return !!statement.names;")
    private static native boolean hasNames(JSObject statement);

    @JSBody(params = "statement", script = "return statement.params ? statement.params.length : 0;")
    private static native int parameterCount(JSObject statement);

    @JSBody(
            params = {"statement", "index"},
            script = "return statement.params[index];")
    private static native JSObject parameter(JSObject statement, int index);

    @JSBody(params = "statement", script = "return statement.paramTypes ? statement.paramTypes.length : 0;")
    private static native int declaredTypeCount(JSObject statement);

    @JSBody(
            params = {"statement", "index"},
            script = "return statement.paramTypes[index] | 0;")
    private static native int declaredType(JSObject statement, int index);

    @JSBody(
            params = "statement",
            script = "var detail = {query: statement.sql};"
                    + "if (statement.params) detail.params = statement.params; return detail;")
    private static native JSObject newErrorDetail(JSObject statement);
}
