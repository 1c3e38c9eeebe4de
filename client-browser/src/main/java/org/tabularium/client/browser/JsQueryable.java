package org.tabularium.client.browser;

import java.util.Arrays;
import java.util.List;
import org.tabularium.client.Promise;
import org.tabularium.client.Queryable;
import org.tabularium.client.Row;
import org.teavm.jso.JSObject;

/** What runs statements in JavaScript. */
abstract class JsQueryable implements Queryable {
    private final JSObject runs;

    JsQueryable(JSObject runs) {
        this.runs = runs;
    }

    @Override
    public Promise<List<Row>> query(String sql, Object... params) {
        JSObject values = JsValues.parameters(Arrays.asList(params));
        return JsPromises.of(JsCalls.query(runs, sql, values), JsValues::rows);
    }

    @Override
    public Promise<Void> execute(String script) {
        return JsPromises.of(JsCalls.exec(runs, script), done -> null);
    }
}
