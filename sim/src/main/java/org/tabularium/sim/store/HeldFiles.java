package org.tabularium.sim.store;

import java.util.function.IntSupplier;

/** Files that an engine had open when it died: nobody else can open them until the browser has noticed. */
public final class HeldFiles {
    private SimEngine dead;
    private int untilMs;
    private int longerMs;

    /** Has the files of every engine that dies be held for so long after the next one wants them. */
    public void setLonger(int ms) {
        longerMs = ms;
    }

    /** Whether the files of this engine, which may be null or alive, are held. */
    boolean isBusy(SimEngine engine, int nowMs, IntSupplier heldForMs) {
        if (engine == null || !engine.hasLeftFilesOpen()) {
            return false;
        }
        if (dead != engine) {
            dead = engine;
            untilMs = nowMs + Math.max(longerMs, heldForMs.getAsInt());
        }
        return isBusy(engine, nowMs);
    }

    /** Whether somebody wanted the files of this engine, and they are held. */
    boolean isBusy(SimEngine engine, int nowMs) {
        return engine != null && dead == engine && nowMs < untilMs;
    }
}
