package org.tabularium.sim.twin;

import org.tabularium.sim.run.Simulation;
import org.tabularium.sim.run.Weather;
import org.tabularium.sim.scenario.Scenario;
import org.tabularium.sim.world.Transcript;
import org.teavm.jso.JSExport;

/** What the compiled simulator exports. Both functions give the same text on the JVM. */
public final class TwinEntry {
    private TwinEntry() {}

    /** The transcripts of a seed, in every weather. */
    @JSExport
    public static String seed(int seed) {
        Transcript transcript = Transcript.kept();
        new Simulation(Weather.STORMY, seed, transcript).play();
        new Simulation(Weather.ORDERLY, seed, transcript).play();
        return transcript.toString();
    }

    /** The transcript of a scenario's script. */
    @JSExport
    public static String scenario(String script) {
        return Scenario.play(script);
    }
}
