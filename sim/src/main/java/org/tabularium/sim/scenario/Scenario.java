package org.tabularium.sim.scenario;

import org.tabularium.sim.stage.Script;
import org.tabularium.sim.world.Transcript;

/**
 * Plays a script; docs/testing.md lists the verbs.
 *
 * <p>Without a {@code chance} line nothing is left to chance. Either way, what happens at the same time happens in the
 * order in which it was planned, so a script has exactly one transcript.
 */
public final class Scenario {
    private Scenario() {}

    /** The transcript of a script; throws where a promise is broken. */
    public static String play(String script) {
        Transcript transcript = Transcript.kept();
        Script.parse(script).play(transcript);
        return transcript.toString();
    }
}
