package org.tabularium.sim.run;

import org.tabularium.base.Prng;
import org.tabularium.sim.store.EngineKind;
import org.tabularium.sim.world.Faults;

/** What a run is put through. */
public enum Weather {
    /** Everything that may fail does, as often as the seed says. */
    STORMY("stormy") {
        @Override
        Faults faults(Prng prng, EngineKind engine) {
            Faults drawn = Faults.drawn(prng);
            return engine == EngineKind.SQLITE ? drawn.ofSqlite() : drawn;
        }
    },
    /** Leaders go one after the other, each in good order, so nothing at all may be lost. */
    ORDERLY("orderly") {
        @Override
        Faults faults(Prng prng, EngineKind engine) {
            return Faults.ORDERLY;
        }
    };

    private final String word;

    Weather(String word) {
        this.word = word;
    }

    /** As people write it. */
    public String word() {
        return word;
    }

    abstract Faults faults(Prng prng, EngineKind engine);
}
