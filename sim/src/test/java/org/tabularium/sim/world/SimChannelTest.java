package org.tabularium.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimChannelTest {
    private final SimWorld world = SimWorld.random(11);
    private final SimProcess a = world.process("a");
    private final SimProcess b = world.process("b");
    private final SimChannel<Integer, Integer> channel = new SimChannel<>(world, a, "a", b, "b", 30);
    private final List<Integer> heard = new ArrayList<>();

    @Test
    void messagesKeepTheirOrder() {
        channel.second().listen(heard::add);
        List<Integer> sent = send(100);
        world.runUntil(1_000);
        assertEquals(sent, heard);
    }

    @Test
    void whatCameBeforeAnybodyListenedIsKept() {
        List<Integer> sent = send(10);
        world.runUntil(1_000);
        channel.second().listen(heard::add);
        world.runUntil(2_000);
        assertEquals(sent, heard);
    }

    @Test
    void ofWhatTheDeadHadSentTheBeginningArrives() {
        channel.second().listen(heard::add);
        for (int i = 0; i < 100; i++) {
            int number = i;
            world.after(i, a, () -> channel.first().send(number));
        }
        world.after(50, world.platform(), a::die);
        world.runUntil(1_000);
        assertTrue(heard.size() < 50, heard.size() + " of 50 arrived");
        assertEquals(numbers(heard.size()), heard);
    }

    @Test
    void aClosedEndHearsNoMoreButWhatItSaidArrives() {
        channel.first().listen(heard::add);
        channel.second().listen(heard::add);
        channel.first().send(1);
        channel.second().send(2);
        channel.first().close();
        channel.first().send(3);
        world.runUntil(1_000);
        assertEquals(List.of(1), heard);
    }

    private List<Integer> send(int count) {
        List<Integer> sent = numbers(count);
        sent.forEach(channel.first()::send);
        return sent;
    }

    private static List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(i);
        }
        return numbers;
    }
}
