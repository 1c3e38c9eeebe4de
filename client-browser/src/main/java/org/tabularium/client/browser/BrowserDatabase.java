package org.tabularium.client.browser;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.tabularium.client.Database;
import org.tabularium.client.DatabaseException;
import org.tabularium.client.Promise;
import org.tabularium.client.Row;
import org.tabularium.client.Subscription;
import org.tabularium.client.Transaction;
import org.teavm.jso.JSObject;

/** A database that all tabs of an origin share, those of applications in TypeScript too. */
public final class BrowserDatabase extends JsQueryable implements Database {
    private final JSObject database;

    private BrowserDatabase(JSObject database) {
        super(database);
        this.database = database;
    }

    /**
     * Opens a database, or joins the tabs that have it open.
     *
     * @param dataDir the storage path, such as {@code idb://app}
     */
    public static Promise<Database> open(String dataDir) {
        return JsPromises.of(JsTabularium.open(dataDir), BrowserDatabase::new);
    }

    @Override
    public <R> Promise<R> transaction(Function<Transaction, Promise<R>> body) {
        Ended<R> inside = new Ended<>();
        Promise<Void> whole = JsPromises.of(
                JsCalls.transaction(database, tx -> {
                    JSObject held = JsCalls.held();
                    body.apply(new JsTransaction(tx))
                            .whenSettled(
                                    value -> {
                                        inside.value = value;
                                        JsCalls.resolve(held);
                                    },
                                    failure -> {
                                        inside.failure = failure;
                                        JsCalls.reject(held, failure.getMessage());
                                    });
                    return JsCalls.promiseOf(held);
                }),
                done -> null);
        Promise.Completer<R> completer = new Promise.Completer<>();
        whole.whenSettled(
                done -> completer.done(inside.value),
                failure -> completer.failed(inside.failure == null ? failure : inside.failure));
        return completer.promise();
    }

    /** How the function inside a transaction has ended. */
    private static final class Ended<R> {
        private R value;
        private DatabaseException failure;
    }

    @Override
    public Promise<Subscription> live(String sql, List<?> params, Consumer<List<Row>> listener) {
        return JsPromises.of(
                JsCalls.live(
                        database, sql, JsValues.parameters(params), results -> listener.accept(JsValues.rows(results))),
                query -> {
                    listener.accept(JsValues.rows(JsCalls.initialResults(query)));
                    return () -> JsCalls.unsubscribe(query);
                });
    }

    @Override
    public boolean isLeader() {
        return JsCalls.isLeader(database);
    }

    @Override
    public Subscription onLeaderChange(Runnable listener) {
        JSObject end = JsCalls.onLeaderChange(database, change -> listener.run());
        return () -> JsCalls.call(end);
    }

    @Override
    public Promise<Void> close() {
        return JsPromises.of(JsCalls.close(database), done -> null);
    }

    /** One open transaction. */
    private static final class JsTransaction extends JsQueryable implements Transaction {
        private final JSObject transaction;

        JsTransaction(JSObject transaction) {
            super(transaction);
            this.transaction = transaction;
        }

        @Override
        public Promise<Void> rollBack() {
            return JsPromises.of(JsCalls.rollBack(transaction), done -> null);
        }
    }
}
