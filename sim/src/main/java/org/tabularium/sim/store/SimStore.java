package org.tabularium.sim.store;

import org.tabularium.sim.world.Violation;

/** What survives: the term, and the content as it was last flushed. */
public final class SimStore {
    private int term;
    private SimTables flushed = new SimTables();
    private SimEngine open;

    /** The last term that was raised. */
    public int term() {
        return term;
    }

    /** What would be there if every process died now. */
    public SimTables flushed() {
        return flushed;
    }

    /** What the open engine shows, or would show if one opened now. */
    public SimTables shown() {
        return open == null ? flushed : open.committed();
    }

    /** Whether nothing was ever kept here. */
    boolean isFresh() {
        return term == 0;
    }

    void opened(SimEngine engine, int newTerm) {
        Violation.unless(open == null || !open.isAlive(), "one writer", "two engines have the store open");
        Violation.unless(newTerm > term, "terms grow", term + " was followed by " + newTerm);
        open = engine;
        term = newTerm;
    }

    void keep(SimEngine engine, SimTables content) {
        Violation.unless(open == engine, "one writer", "an engine wrote to a store it does not have open");
        flushed = content;
    }

    void closed(SimEngine engine) {
        if (open == engine) {
            open = null;
        }
    }
}
