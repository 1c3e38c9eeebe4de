package org.tabularium.client.browser;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.client.Row;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSArray;
import org.teavm.jso.core.JSBoolean;
import org.teavm.jso.core.JSNumber;
import org.teavm.jso.core.JSString;
import org.teavm.jso.typedarrays.Int8Array;

/** Values of Java as those of JavaScript, and back. */
final class JsValues {
    private JsValues() {}

    /** The parameters of a statement. Throws {@code IllegalArgumentException} for a value that has no SQL. */
    static JSObject parameters(List<?> params) {
        JSArray<JSObject> values = new JSArray<>();
        for (Object param : params) {
            values.push(toJs(param));
        }
        return values;
    }

    private static JSObject toJs(Object value) {
        if (value == null) {
            return null;
        } else if (value instanceof String text) {
            return JSString.valueOf(text);
        } else if (value instanceof Boolean is) {
            return JSBoolean.valueOf(is);
        } else if (value instanceof Long number) {
            return bigint(Long.toString(number));
        } else if (value instanceof Number number) {
            return JSNumber.valueOf(number.doubleValue());
        } else if (value instanceof byte[] bytes) {
            return unsigned(Int8Array.copyFromJavaArray(bytes));
        } else if (value instanceof List<?> list) {
            return parameters(list);
        }
        throw new IllegalArgumentException(
                "A parameter can be a Boolean, a Number, a String, byte[], a List of such, or" + " null; " + value
                        + " is none of them.");
    }

    /** The rows of a result. */
    static List<Row> rows(JSObject result) {
        JSArray<JSObject> rows = rowsOf(result);
        List<Row> read = new ArrayList<>(rows.getLength());
        for (int i = 0; i < rows.getLength(); i++) {
            read.add(row(rows.get(i)));
        }
        return read;
    }

    private static Row row(JSObject row) {
        JSArray<JSString> names = keys(row);
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < names.getLength(); i++) {
            String name = names.get(i).stringValue();
            values.put(name, toJava(at(row, name)));
        }
        return new Row(values);
    }

    private static Object toJava(JSObject value) {
        return switch (kindOf(value)) {
            case "null" -> null;
            case "string" -> ((JSString) value).stringValue();
            case "boolean" -> ((JSBoolean) value).booleanValue();
            case "number" -> numberOf(((JSNumber) value).doubleValue());
            case "bigint" -> Long.parseLong(textOf(value));
            case "date" -> (long) millisOf(value);
            case "bytes" -> signed(value).copyToJavaArray();
            case "array" -> listOf(value);
            default -> textOf(value);
        };
    }

    private static Number numberOf(double number) {
        long whole = (long) number;
        if (whole == number) {
            return whole;
        }
        return number;
    }

    private static List<Object> listOf(JSObject array) {
        JSArray<JSObject> values = asArray(array);
        List<Object> list = new ArrayList<>(values.getLength());
        for (int i = 0; i < values.getLength(); i++) {
            list.add(toJava(values.get(i)));
        }
        return list;
    }

    @JSBody(params = "result", script = "return result.rows;")
    private static native JSArray<JSObject> rowsOf(JSObject result);

    @JSBody(params = "row", script = "return Object.keys(row);")
    private static native JSArray<JSString> keys(JSObject row);

    @JSBody(
            params = {"row", "name"},
            script = "var value = row[name]; return value === undefined ? null : value;")
    private static native JSObject at(JSObject row, String name);

    @JSBody(
            params = "value",
            script = "return value === null ? 'null' : Array.isArray(value) ? 'array' : value instanceof Date ? 'date'"
                    + " : value instanceof Uint8Array ? 'bytes' : typeof value;")
    private static native String kindOf(JSObject value);

    @JSBody(params = "value", script = "return value;")
    private static native JSArray<JSObject> asArray(JSObject value);

    @JSBody(params = "value", script = "return typeof value === 'object' ? JSON.stringify(value) : String(value);")
    private static native String textOf(JSObject value);

    @JSBody(params = "date", script = "return date.getTime();")
    private static native double millisOf(JSObject date);

    @JSBody(params = "digits", script = "return BigInt(digits);")
    private static native JSObject bigint(String digits);

    @JSBody(params = "bytes", script = "return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    private static native JSObject unsigned(Int8Array bytes);

    @JSBody(params = "bytes", script = "return new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);")
    private static native Int8Array signed(JSObject bytes);
}
