package org.tabularium.sim.tab;

import java.util.ArrayList;
import java.util.List;

/** Where tabs find the broker: the first that asks makes it, and it dies with the crash of that tab. */
public final class SimBrokers {
    private final SimOrigin origin;
    private final List<SimBroker> all = new ArrayList<>();
    private SimBroker current;
    private int lastGeneration;

    SimBrokers(SimOrigin origin) {
        this.origin = origin;
    }

    /** The living broker, or a new one made by {@code tab}. */
    SimBroker find(String tab) {
        if (current == null || !current.isAlive()) {
            lastGeneration++;
            current = new SimBroker(origin, lastGeneration, tab);
            all.add(current);
        }
        return current;
    }

    /** A tab crashed, and with it the broker it had made. */
    void crashed(String tab) {
        for (SimBroker broker : all) {
            if (broker.madeBy().equals(tab)) {
                broker.die();
            }
        }
    }

    /** A tab is frozen, and with it the broker it had made. */
    void frozen(String tab) {
        for (SimBroker broker : all) {
            if (broker.madeBy().equals(tab)) {
                broker.freeze();
            }
        }
    }

    /** A tab goes on, and with it the broker it had made. */
    void thawed(String tab) {
        for (SimBroker broker : all) {
            if (broker.madeBy().equals(tab)) {
                broker.thaw();
            }
        }
    }

    /** A tab has had no answer from a broker: the next generation takes its place. */
    void replace(SimBroker dumb, String tab) {
        if (current == dumb) {
            current = null;
            find(tab);
            dumb.replaced();
        }
    }

    /** Ends the broker and nobody else. */
    public void die() {
        if (current != null) {
            current.die();
        }
    }
}
