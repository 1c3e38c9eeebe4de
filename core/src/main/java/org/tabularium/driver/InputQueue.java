package org.tabularium.driver;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Takes one input at a time to a node; what arrives while the node steps waits for its turn.
 *
 * @param <I> the node's inputs
 */
final class InputQueue<I> {
    private final ArrayDeque<I> inputs = new ArrayDeque<>();
    private final Consumer<I> step;
    private boolean isStepping;

    InputQueue(Consumer<I> step) {
        this.step = step;
    }

    void add(I input) {
        inputs.add(input);
        if (isStepping) {
            return;
        }
        isStepping = true;
        try {
            while (!inputs.isEmpty()) {
                step.accept(inputs.poll());
            }
        } finally {
            isStepping = false;
        }
    }
}
