package org.tabularium.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes down what it is asked, and answers with the rows it was given. */
final class RecordingDatabase implements Database {
    final List<String> asked = new ArrayList<>();
    List<Row> rows = List.of();

    @Override
    public Promise<List<Row>> query(String sql, Object... params) {
        asked.add(sql + " " + Arrays.toString(params));
        return Promise.of(rows);
    }

    @Override
    public Promise<Void> execute(String script) {
        asked.add(script);
        return Promise.of(null);
    }

    @Override
    public <R> Promise<R> transaction(Function<Transaction, Promise<R>> body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Promise<Subscription> live(String sql, List<?> params, Consumer<List<Row>> listener) {
        asked.add("live " + sql);
        listener.accept(rows);
        return Promise.of(() -> {});
    }

    @Override
    public boolean isLeader() {
        return true;
    }

    @Override
    public Subscription onLeaderChange(Runnable listener) {
        return () -> {};
    }

    @Override
    public Promise<Void> close() {
        return Promise.of(null);
    }
}
