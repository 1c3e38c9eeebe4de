package org.tabularium.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A value that comes later, or a failure in its place. What is hung on it runs once, where the value is given: in a
 * browser, that is the page's one thread.
 *
 * @param <T> the type of the value
 */
public final class Promise<T> {
    private final List<Runnable> waiting = new ArrayList<>(1);
    private boolean isSettled;
    private T value;
    private DatabaseException failure;

    private Promise() {}

    /** Gives a promise its value or its failure, once. */
    public static final class Completer<T> {
        private final Promise<T> promise = new Promise<>();

        /** The promise. */
        public Promise<T> promise() {
            return promise;
        }

        /** Gives the value; ignored where there is one, or a failure, already. */
        public void done(T value) {
            promise.settle(value, null);
        }

        /** Gives the failure; ignored where there is one, or a value, already. */
        public void failed(DatabaseException failure) {
            promise.settle(null, failure);
        }
    }

    /** A promise that has its value. */
    public static <T> Promise<T> of(T value) {
        Completer<T> completer = new Completer<>();
        completer.done(value);
        return completer.promise();
    }

    /** A promise that has failed. */
    public static <T> Promise<T> failed(DatabaseException failure) {
        Completer<T> completer = new Completer<>();
        completer.failed(failure);
        return completer.promise();
    }

    private void settle(T settledValue, DatabaseException settledFailure) {
        if (isSettled) {
            return;
        }
        isSettled = true;
        value = settledValue;
        failure = settledFailure;
        for (Runnable next : waiting) {
            next.run();
        }
        waiting.clear();
    }

    /** Tells both ends; the first is told the value, the second the failure. */
    public void whenSettled(Consumer<? super T> whenDone, Consumer<? super DatabaseException> whenFailed) {
        Runnable tell = () -> {
            if (failure == null) {
                whenDone.accept(value);
            } else {
                whenFailed.accept(failure);
            }
        };
        if (isSettled) {
            tell.run();
        } else {
            waiting.add(tell);
        }
    }

    /** Does something with the value. A failure goes on to the promise that is returned. */
    public Promise<T> then(Consumer<? super T> action) {
        return map(given -> {
            action.accept(given);
            return given;
        });
    }

    /** Makes another value of the value. What the function throws is the failure of the promise that is returned. */
    public <R> Promise<R> map(Function<? super T, ? extends R> function) {
        return flatMap(given -> of(function.apply(given)));
    }

    /** Goes on with another promise. */
    public <R> Promise<R> flatMap(Function<? super T, Promise<R>> function) {
        Completer<R> next = new Completer<>();
        whenSettled(
                given -> {
                    try {
                        function.apply(given).whenSettled(next::done, next::failed);
                    } catch (RuntimeException thrown) {
                        next.failed(DatabaseException.of(thrown));
                    }
                },
                next::failed);
        return next.promise();
    }

    /** Does something about a failure, and is done with it. */
    public void orElse(Consumer<? super DatabaseException> handler) {
        whenSettled(given -> {}, handler);
    }
}
