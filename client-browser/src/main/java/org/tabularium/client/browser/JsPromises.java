package org.tabularium.client.browser;

import java.util.function.Function;
import org.tabularium.client.DatabaseException;
import org.tabularium.client.Promise;
import org.teavm.jso.JSObject;
import org.teavm.jso.core.JSPromise;

/** Promises of JavaScript as those of an application. */
final class JsPromises {
    private JsPromises() {}

    static <R> Promise<R> of(JSPromise<JSObject> promise, Function<JSObject, R> read) {
        Promise.Completer<R> completer = new Promise.Completer<>();
        promise.then(
                value -> {
                    completer.done(read.apply(value));
                    return null;
                },
                error -> {
                    completer.failed(failure((JSObject) error));
                    return null;
                });
        return completer.promise();
    }

    private static DatabaseException failure(JSObject error) {
        String code = JsCalls.part(error, "code");
        String outcome = JsCalls.part(error, "outcome");
        return new DatabaseException(
                code == null ? "UNKNOWN" : code,
                JsCalls.part(error, "message"),
                outcome == null ? "unknown" : outcome,
                JsCalls.part(error, "sqlState"));
    }
}
