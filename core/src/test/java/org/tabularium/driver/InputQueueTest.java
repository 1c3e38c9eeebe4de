package org.tabularium.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputQueueTest {
    private final List<String> seen = new ArrayList<>();

    private final InputQueue<Integer> counting = new InputQueue<>(this::count);

    @Test
    void anInputThatComesDuringAStepWaitsForItsEnd() {
        counting.add(1);
        assertEquals(List.of("begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3"), seen);
    }

    @Test
    void aStepThatThrowsDoesNotStopTheNext() {
        InputQueue<Integer> inputs = new InputQueue<>(input -> {
            seen.add("step " + input);
            if (input == 1) {
                throw new IllegalStateException("a bug");
            }
        });
        assertThrows(IllegalStateException.class, () -> inputs.add(1));
        inputs.add(2);
        assertEquals(List.of("step 1", "step 2"), seen);
    }

    private void count(int input) {
        seen.add("begin " + input);
        if (input < 3) {
            counting.add(input + 1);
        }
        seen.add("end " + input);
    }
}
