package org.tabularium.sim.tab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.tabularium.sim.world.SimChannel;

/**
 * The numbered connections of one node.
 *
 * @param <S> what this side sends
 * @param <R> what it receives
 */
final class SimConnections<S, R> {
    private final Map<Integer, SimChannel.End<S, R>> ends = new LinkedHashMap<>();
    private int lastNumber;

    /** Gives a channel the next number and hears it from now on. */
    int add(SimChannel.End<S, R> end, BiConsumer<Integer, R> heard) {
        lastNumber++;
        int number = lastNumber;
        ends.put(number, end);
        end.listen(message -> heard.accept(number, message));
        return number;
    }

    /** The channel with this number, or null when it is closed. */
    SimChannel.End<S, R> get(int number) {
        return ends.get(number);
    }

    void close(int number) {
        SimChannel.End<S, R> end = ends.remove(number);
        if (end != null) {
            end.close();
        }
    }
}
