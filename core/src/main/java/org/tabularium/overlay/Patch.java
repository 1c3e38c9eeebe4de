package org.tabularium.overlay;

import org.tabularium.base.Payload;

/** What a write does to results, as the platform knows it. */
public interface Patch {
    /** Whether results of this query may be changed by it. The answer is the same each time. */
    boolean appliesTo(Payload query);
}
