package org.tabularium.browser.sqlite;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Payload;
import org.tabularium.browser.js.JsPayload;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** A statement as a tab sends it: {@code {sql, params?, names?, by?, isGuarded?}}, or {@code {sql: '', dump}}, {@code
 * {sql: '', file}}, {@code {sql: '', channel}}. */
final class Statement {
    private final JSObject value;
    private final String sql;

    Statement(Payload payload) {
        this(JsPayload.valueOf(payload));
    }

    private Statement(JSObject value) {
        this.value = value;
        this.sql = sql(value);
    }

    /** The statements of a batch, {@code {sql: '', batch: […]}}; null for what is none. */
    static List<Statement> batchOf(Payload payload) {
        JSObject[] values = batch(JsPayload.valueOf(payload));
        if (values == null) {
            return null;
        }
        List<Statement> statements = new ArrayList<>(values.length);
        for (JSObject value : values) {
            statements.add(new Statement(value));
        }
        return statements;
    }

    String sql() {
        return sql;
    }

    /** The parameters' values, in their order or in that of {@link #names}. */
    JSObject params() {
        return params(value);
    }

    /** The parameters' names; null where they go by position. */
    JSObject names() {
        return names(value);
    }

    /** Whether it asks for the whole database, as a file. */
    boolean isDump() {
        return isDump(value);
    }

    /** The bytes of a file whose database is to replace the whole one; null for an ordinary statement. */
    JSObject file() {
        return file(value);
    }

    /** What its sender calls itself; null for one that does not. */
    String by() {
        return by(value);
    }

    /** Whether it must not write rows, because its tab does not lead. */
    boolean isGuarded() {
        return isGuarded(value);
    }

    /** Whether it stands for all changes. */
    boolean isFeed() {
        return isFeed(value);
    }

    /** What an error is to say of it. */
    JSObject newErrorDetail() {
        return newErrorDetail(value);
    }

    @JSBody(params = "statement", script = "return statement.sql;")
    private static native String sql(JSObject statement);

    @JSBody(params = "statement", script = "return statement.batch || null;")
    private static native JSObject[] batch(JSObject statement);

    @JSBody(params = "statement", script = "return statement.params || [];")
    private static native JSObject params(JSObject statement);

    @JSBody(params = "statement", script = "return statement.names || null;")
    private static native JSObject names(JSObject statement);

    @JSBody(params = "statement", script = "return !!statement.dump;")
    private static native boolean isDump(JSObject statement);

    @JSBody(params = "statement", script = "return statement.by || null;")
    private static native String by(JSObject statement);

    @JSBody(params = "statement", script = "return !!statement.isGuarded;")
    private static native boolean isGuarded(JSObject statement);

    @JSBody(params = "statement", script = "return !!statement.channel;")
    private static native boolean isFeed(JSObject statement);

    @JSBody(params = "statement", script = "return statement.file || null;")
    private static native JSObject file(JSObject statement);

    @JSBody(
            params = "statement",
            script = "var detail = {query: statement.sql};"
                    + "if (statement.params) detail.params = statement.params; return detail;")
    private static native JSObject newErrorDetail(JSObject statement);
}
