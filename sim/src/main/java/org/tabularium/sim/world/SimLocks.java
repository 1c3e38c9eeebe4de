package org.tabularium.sim.world;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Exclusive locks with names, first come first served, freed some time after their holder's death. */
public final class SimLocks {
    /** A place in the queue for a lock, or the lock itself. */
    public final class Claim {
        private final String name;
        private final SimProcess owner;
        private final Runnable granted;
        private boolean isOver;

        private Claim(String name, SimProcess owner, Runnable granted) {
            this.name = name;
            this.owner = owner;
            this.granted = granted;
        }

        /** Lets go of the lock, or leaves its queue. */
        public void release() {
            if (isOver) {
                return;
            }
            isOver = true;
            ArrayDeque<Claim> queue = queues.get(name);
            boolean wasFirst = queue.peek() == this;
            queue.remove(this);
            if (wasFirst && !queue.isEmpty()) {
                grant(queue.peek());
            }
        }
    }

    private final SimWorld world;
    private final int longestMs;
    private final Map<String, ArrayDeque<Claim>> queues = new LinkedHashMap<>();

    /** Locks that are granted, and freed after a death, within {@code longestMs}. */
    public SimLocks(SimWorld world, int longestMs) {
        this.world = world;
        this.longestMs = longestMs;
    }

    /** Queues for a lock; {@code granted} runs in {@code owner} when it is had. */
    public Claim request(String name, SimProcess owner, Runnable granted) {
        Claim claim = new Claim(name, owner, granted);
        ArrayDeque<Claim> queue = queues.computeIfAbsent(name, any -> new ArrayDeque<>());
        queue.add(claim);
        owner.whenDead(() -> world.after(world.upTo(longestMs), world.platform(), claim::release));
        if (queue.peek() == claim) {
            grant(claim);
        }
        return claim;
    }

    /** Runs {@code freed} in {@code watcher} once the lock is free. */
    public Claim watch(String name, SimProcess watcher, Runnable freed) {
        Claim[] claim = new Claim[1];
        claim[0] = request(name, watcher, () -> {
            claim[0].release();
            freed.run();
        });
        return claim[0];
    }

    private void grant(Claim claim) {
        world.after(world.upTo(longestMs), claim.owner, () -> {
            if (!claim.isOver) {
                claim.granted.run();
            }
        });
    }
}
