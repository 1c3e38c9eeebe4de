package org.tabularium.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimLocksTest {
    private final SimWorld world = SimWorld.steady();
    private final SimLocks locks = new SimLocks(world, 5);
    private final SimProcess a = world.process("a");
    private final SimProcess b = world.process("b");
    private final List<String> granted = new ArrayList<>();

    @Test
    void oneHasItAndTheNextComesAfter() {
        SimLocks.Claim first = request(a);
        request(b);
        world.runUntil(100);
        assertGranted("a at 5");
        first.release();
        world.runUntil(200);
        assertGranted("a at 5", "b at 105");
    }

    @Test
    void theDeadLetGo() {
        request(a);
        request(b);
        world.runUntil(100);
        a.die();
        world.runUntil(200);
        assertGranted("a at 5", "b at 110");
    }

    @Test
    void whoLeavesTheQueueIsPassedOver() {
        SimLocks.Claim first = request(a);
        SimLocks.Claim second = request(b);
        request(a);
        second.release();
        first.release();
        world.runUntil(100);
        assertGranted("a at 5");
    }

    @Test
    void aWatcherLearnsOnceAndHoldsNothing() {
        SimLocks.Claim first = request(a);
        locks.watch("lock", b, () -> granted.add("free at " + world.nowMs()));
        request(a);
        world.runUntil(100);
        first.release();
        world.runUntil(200);
        assertGranted("a at 5", "free at 105", "a at 110");
    }

    private SimLocks.Claim request(SimProcess process) {
        return locks.request("lock", process, () -> granted.add(process.name() + " at " + world.nowMs()));
    }

    private void assertGranted(String... expected) {
        assertEquals(List.of(expected), granted);
    }
}
