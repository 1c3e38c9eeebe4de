package org.tabularium.sim.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Locks with names, first come first served, freed some time after their holder's death.
 *
 * <p>A lock is had by one, or by all who only watch it. It can be stolen, also from a holder that is frozen. The thief
 * has it at once; the victim hears of it only when it lives and is thawed, and then not before it has had time to do
 * harm.
 */
public final class SimLocks {
    /** A place in the queue for a lock, or the lock itself. */
    public final class Claim {
        private final String name;
        private final SimProcess owner;
        private final boolean isShared;
        private final Runnable granted;
        private final Runnable lost;
        private boolean isGranted;
        private boolean isReleased;
        private boolean isStolen;

        private Claim(String name, SimProcess owner, boolean isShared, Runnable granted, Runnable lost) {
            this.name = name;
            this.owner = owner;
            this.isShared = isShared;
            this.granted = granted;
            this.lost = lost;
        }

        /** Whether the lock manager says that this is who has the lock. */
        public boolean isHeld() {
            return isGranted && !isReleased && !isStolen;
        }

        /** Whether somebody else took it. */
        public boolean isStolen() {
            return isStolen;
        }

        /** Lets go of the lock, or leaves its queue. */
        public void release() {
            if (!isReleased) {
                isReleased = true;
                List<Claim> queue = queue(name);
                queue.remove(this);
                grantFirst(queue);
            }
        }
    }

    private final SimWorld world;
    private final int longestMs;
    private final Map<String, List<Claim>> queues = new LinkedHashMap<>();

    /** Locks that are granted, and freed after a death, within {@code longestMs}. */
    public SimLocks(SimWorld world, int longestMs) {
        this.world = world;
        this.longestMs = longestMs;
    }

    /** Queues for a lock that nobody steals; {@code granted} runs in {@code owner} when it is had. */
    public Claim request(String name, SimProcess owner, Runnable granted) {
        return request(name, owner, granted, () -> {});
    }

    /** Queues for a lock; {@code lost} runs in {@code owner} when it is stolen. */
    public Claim request(String name, SimProcess owner, Runnable granted, Runnable lost) {
        return queueUp(claim(name, owner, false, granted, lost));
    }

    /** Takes a lock from whoever has it, past everybody who waits. */
    public Claim steal(String name, SimProcess owner, Runnable granted, Runnable lost) {
        Claim thief = claim(name, owner, false, granted, lost);
        List<Claim> queue = queue(name);
        while (!queue.isEmpty() && queue.get(0).isGranted) {
            Claim victim = queue.remove(0);
            victim.isStolen = true;
            tellLater(victim);
        }
        queue.add(0, thief);
        grantFirst(queue);
        return thief;
    }

    private void tellLater(Claim victim) {
        SimProcess owner = victim.owner;
        world.after(0, owner, () -> world.after(owner.upTo(longestMs), owner, victim.lost));
    }

    /** Runs {@code freed} in {@code watcher} once nobody has the lock but others who watch it. */
    public Claim watch(String name, SimProcess watcher, Runnable freed) {
        Claim[] claim = new Claim[1];
        claim[0] = claim(
                name,
                watcher,
                true,
                () -> {
                    claim[0].release();
                    freed.run();
                },
                () -> {});
        return queueUp(claim[0]);
    }

    /** Who has a lock, or null. */
    public SimProcess holder(String name) {
        List<Claim> queue = queue(name);
        return queue.isEmpty() ? null : queue.get(0).owner;
    }

    private Claim claim(String name, SimProcess owner, boolean isShared, Runnable granted, Runnable lost) {
        Claim claim = new Claim(name, owner, isShared, granted, lost);
        owner.whenDead(() -> world.after(owner.upTo(longestMs), world.platform(), claim::release));
        return claim;
    }

    private List<Claim> queue(String name) {
        return queues.computeIfAbsent(name, any -> new ArrayList<>());
    }

    private Claim queueUp(Claim claim) {
        List<Claim> queue = queue(claim.name);
        queue.add(claim);
        grantFirst(queue);
        return claim;
    }

    /** Whoever is first has the lock, and if they share it, so have those behind them who do. */
    private void grantFirst(List<Claim> queue) {
        for (int i = 0; i < queue.size() && (i == 0 || (queue.get(0).isShared && queue.get(i).isShared)); i++) {
            Claim claim = queue.get(i);
            if (!claim.isGranted) {
                claim.isGranted = true;
                tellGranted(claim);
            }
        }
    }

    /** One that was stolen meanwhile is told all the same: its owner hears of both, in this order. */
    private void tellGranted(Claim claim) {
        world.after(claim.owner.upTo(longestMs), claim.owner, () -> {
            if (!claim.isReleased) {
                claim.granted.run();
            }
        });
    }
}
