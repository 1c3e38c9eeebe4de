package org.tabularium.browser.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.tabularium.sql.SimpleStatement;
import org.tabularium.sql.SimpleStatement.Comparison;
import org.tabularium.sql.SimpleStatement.Operand;
import org.tabularium.sql.SimpleStatement.Order;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Simple statements as JavaScript objects; {@code SimpleStatement} in the facade's {@code machine.ts}. */
final class JsStatements {
    private JsStatements() {}

    static JSObject of(SimpleStatement statement) {
        if (statement instanceof SimpleStatement.Insert insert) {
            return insert(insert.table(), names(insert.columns()), all(insert.rows(), row -> list(operands(row))));
        } else if (statement instanceof SimpleStatement.Update update) {
            JSObject[] values = operands(update.values());
            return update(update.table(), names(update.columns()), values, all(update.where(), JsStatements::of));
        } else if (statement instanceof SimpleStatement.Delete delete) {
            return delete(delete.table(), all(delete.where(), JsStatements::of));
        }
        SimpleStatement.Select select = (SimpleStatement.Select) statement;
        return select(
                select.table(),
                names(select.columns()),
                all(select.where(), JsStatements::of),
                all(select.order(), JsStatements::of),
                select.limit() == null ? null : of(select.limit()));
    }

    private static JSObject of(Comparison comparison) {
        JSObject operand = comparison.operand() == null ? null : of(comparison.operand());
        return comparison(comparison.column(), comparison.operator().name(), operand);
    }

    private static JSObject of(Order order) {
        return order(order.column(), order.isDescending());
    }

    private static JSObject of(Operand operand) {
        return operand(operand.source().name(), operand.text(), operand.position());
    }

    private static JSObject[] operands(List<Operand> operands) {
        return all(operands, JsStatements::of);
    }

    private static String[] names(List<String> names) {
        return names.toArray(new String[0]);
    }

    private static <T> JSObject[] all(List<T> values, Function<T, JSObject> converter) {
        List<JSObject> converted = new ArrayList<>();
        for (T value : values) {
            converted.add(converter.apply(value));
        }
        return converted.toArray(new JSObject[0]);
    }

    @JSBody(params = "values", script = "return values;")
    private static native JSObject list(JSObject[] values);

    @JSBody(
            params = {"table", "columns", "rows"},
            script = "return {kind: 'insert', table: table, columns: columns, rows: rows};")
    private static native JSObject insert(String table, String[] columns, JSObject[] rows);

    @JSBody(
            params = {"table", "columns", "values", "where"},
            script = "return {kind: 'update', table: table, columns: columns, values: values, where: where};")
    private static native JSObject update(String table, String[] columns, JSObject[] values, JSObject[] where);

    @JSBody(
            params = {"table", "where"},
            script = "return {kind: 'delete', table: table, where: where};")
    private static native JSObject delete(String table, JSObject[] where);

    @JSBody(
            params = {"table", "columns", "where", "order", "limit"},
            script = "return {kind: 'select', table: table, columns: columns, where: where, order: order,"
                    + " limit: limit};")
    private static native JSObject select(
            String table, String[] columns, JSObject[] where, JSObject[] order, JSObject limit);

    @JSBody(
            params = {"column", "operator", "operand"},
            script = "return {column: column, operator: operator, operand: operand};")
    private static native JSObject comparison(String column, String operator, JSObject operand);

    @JSBody(
            params = {"column", "isDescending"},
            script = "return {column: column, isDescending: isDescending};")
    private static native JSObject order(String column, boolean isDescending);

    @JSBody(
            params = {"source", "text", "position"},
            script = "return {source: source, text: text, position: position};")
    private static native JSObject operand(String source, String text, int position);
}
