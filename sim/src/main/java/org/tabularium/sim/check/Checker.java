package org.tabularium.sim.check;

import org.tabularium.sim.tab.TabWatcher;
import org.tabularium.sim.world.Violation;

/** The judge of one promise; throws a {@link Violation} as soon as it is broken. */
public interface Checker extends TabWatcher {
    /** Judges what can be judged only at the end. */
    default void atEnd(Ending ending) {}
}
