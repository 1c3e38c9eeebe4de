package org.tabularium.sim.stage;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.sim.store.EngineKind;
import org.tabularium.sim.store.SimStore;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Fault;
import org.tabularium.sim.world.Faults;
import org.tabularium.sim.world.SimWorld;
import org.tabularium.sim.world.Transcript;

/**
 * Lines to be played one after the other.
 *
 * <p>A script may begin with a head that says what world it is played in: {@code chance <seed>}, {@code engine <kind>},
 * {@code store <kind>}, {@code delays …} and {@code fault <name> <percent>}. With a head, lines that cannot be obeyed
 * are passed over, so that what is left of a recorded run can be played when some of it is taken out.
 */
public final class Script {
    private final List<String> lines = new ArrayList<>();
    private Integer seed;
    private EngineKind engine = EngineKind.PGLITE;
    private SimStore.Kind store = SimStore.Kind.FENCE;
    private Delays delays = Delays.SCENARIO;
    private Faults faults = Faults.NONE;
    private boolean hasHead;

    private Script() {}

    /** The script with this text. */
    public static Script parse(String text) {
        Script script = new Script();
        int from = 0;
        for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
            script.add(text.substring(from, to).trim());
            from = to + 1;
        }
        script.add(text.substring(from).trim());
        return script;
    }

    private void add(String text) {
        if (text.isEmpty() || text.charAt(0) == '#') {
            return;
        }
        Line line = new Line(text);
        boolean isHead = true;
        switch (line.next()) {
            case "engine" -> isHead = readsEngine(line, text);
            case "chance" -> seed = line.nextInt();
            case "store" -> store = SimStore.Kind.named(line.next());
            case "delays" ->
                delays = new Delays(line.nextInt(), line.nextInt(), line.nextInt(), line.nextInt(), line.nextInt());
            case "fault" -> faults = faults.with(Fault.named(line.next()), line.nextInt());
            default -> {
                isHead = false;
                lines.add(text);
            }
        }
        hasHead |= isHead;
    }

    /** Which engine it is, or something that befalls it. */
    private boolean readsEngine(Line line, String text) {
        for (EngineKind kind : EngineKind.values()) {
            if (line.takes(kind.word())) {
                engine = kind;
                return true;
            }
        }
        lines.add(text);
        return false;
    }

    /** Plays all lines; throws where a promise is broken. */
    public void play(Transcript transcript) {
        SimWorld world = seed == null ? SimWorld.steady() : SimWorld.random(seed);
        Stage stage = new Stage(world, engine, store, delays, faults, transcript, hasHead);
        for (String text : lines) {
            transcript.raw("> " + text);
            Line line = new Line(text);
            if (line.takes("given")) {
                transcript.mute();
                stage.obey(line);
                stage.runUntilQuiet();
                transcript.unmute();
            } else {
                stage.obey(line);
            }
        }
    }
}
