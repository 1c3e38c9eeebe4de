package org.tabularium.sim.run;

import org.tabularium.sim.tab.TabWatcher;
import org.tabularium.sim.tab.TakeOver;

/** Counts what there was to judge in a run. */
final class Counts implements TabWatcher {
    private int leaders;
    private int thefts;

    @Override
    public void led(String tab, int term) {
        leaders++;
    }

    @Override
    public void takes(String tab, TakeOver step) {
        thefts += step == TakeOver.OPEN ? 1 : 0;
    }

    int thefts() {
        return thefts;
    }

    int failovers() {
        return Math.max(0, leaders - 1);
    }
}
