package org.tabularium.sim.tab;

/** Where tabs find the broker: the first that asks makes it, and it dies with the crash of that tab. */
public final class SimBrokers {
    private final SimOrigin origin;
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
        }
        return current;
    }

    /** A tab crashed, and with it the broker it had made. */
    void crashed(String tab) {
        if (current != null && current.madeBy().equals(tab)) {
            current.die();
        }
    }

    /** Ends the broker and nobody else. */
    public void die() {
        if (current != null) {
            current.die();
        }
    }
}
