package org.tabularium.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PromiseTest {
    private final List<String> seen = new ArrayList<>();

    private void see(Promise<?> promise) {
        promise.whenSettled(
                value -> seen.add(String.valueOf(value)),
                failure -> seen.add(failure.code() + " " + failure.getMessage()));
    }

    @Test
    void valuesAreToldBeforeAndAfterTheyCome() {
        Promise.Completer<Integer> completer = new Promise.Completer<>();
        see(completer.promise().map(n -> n + 1));
        assertEquals(List.of(), seen);
        completer.done(1);
        completer.done(2);
        completer.failed(new DatabaseException("CLOSED", "late", "notRun", null));
        see(completer.promise().flatMap(n -> Promise.of(n + 2)));
        assertEquals(List.of("2", "3"), seen);
    }

    @Test
    void failuresGoOn() {
        Promise<Integer> failed = Promise.failed(new DatabaseException("BUSY", "no", "notRun", null));
        see(failed.map(n -> n + 1).then(n -> seen.add("never")));
        assertEquals(List.of("BUSY no"), seen);
    }

    @Test
    void whatAnApplicationThrowsIsAFailure() {
        see(Promise.of(1).map(n -> {
            throw new IllegalStateException("mine");
        }));
        assertEquals(List.of("APPLICATION_ERROR mine"), seen);
    }
}
