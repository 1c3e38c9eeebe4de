package org.tabularium.schedule;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
import org.tabularium.wire.Durability;

/** Tells what a scheduler wants done, in words. */
final class SchedulerWords implements SchedulerEffects {
    record Text(String text) implements Payload {}

    /** Whether the words of a call name its place in the journal. */
    boolean tellsNotes;

    private List<String> effects = new ArrayList<>();
    private EngineCall lastCall;

    /** What has been told since this was asked last. */
    List<String> took() {
        List<String> took = effects;
        effects = new ArrayList<>();
        return took;
    }

    /** What the engine was asked last. */
    EngineCall lastCall() {
        return lastCall;
    }

    @Override
    public void execute(Job job, EngineCall call) {
        lastCall = call;
        effects.add("run " + name(call) + (tellsNotes ? place(call) : ""));
    }

    private static String name(EngineCall call) {
        if (call instanceof EngineCall.Query query) {
            return text(query.statement());
        } else if (call instanceof EngineCall.Script script) {
            return text(script.script()) + (script.progress() == 0 ? "" : " after part " + script.progress());
        } else if (call instanceof EngineCall.Rerun rerun) {
            return text(rerun.query());
        } else if (call instanceof EngineCall.Watch watch) {
            return "WATCH " + text(watch.query());
        } else if (call instanceof EngineCall.Recall recall) {
            return "RECALL " + recall.note().session() + recall.note().number() + " from "
                    + recall.note().slot();
        } else if (call instanceof EngineCall.Begin) {
            return "BEGIN";
        }
        return call instanceof EngineCall.Commit ? "COMMIT" : "ROLLBACK";
    }

    private static String place(EngineCall call) {
        Note note = call instanceof EngineCall.Query query
                ? query.note()
                : call instanceof EngineCall.Script script
                        ? script.note()
                        : call instanceof EngineCall.Commit commit ? commit.note() : null;
        return note == null ? "" : " in " + note.slot();
    }

    private static String text(Payload payload) {
        return ((Text) payload).text();
    }

    private static String name(Job job) {
        return job.session() + job.number();
    }

    @Override
    public void flush(Durability level) {
        effects.add("flush " + level);
    }

    @Override
    public void answered(Job job, Execution execution, Commit commit, Durability level) {
        Failure failure = execution.failure();
        String end = failure == null ? "ok" : failure.code() + " " + failure.outcome();
        effects.add(name(job) + " " + end + " at " + commit + (level == Durability.DISK ? " on disk" : ""));
    }

    @Override
    public void moved(Job job, boolean hasBegun) {
        effects.add("moved " + name(job) + (hasBegun ? " begun" : ""));
    }

    @Override
    public void doubted(Job job, Failure failure) {
        effects.add("doubted " + name(job) + " " + failure.code());
    }

    @Override
    public void notKept(Job job) {
        effects.add("not kept " + name(job));
    }

    @Override
    public void withdrawn(String session, int number) {
        effects.add("withdrawn " + session + number);
    }

    @Override
    public void begun(String session, int number) {
        effects.add("begun " + session + number);
    }

    @Override
    public void committed(Commit commit, Changes changes) {
        effects.add("commit " + commit);
    }

    @Override
    public void drained() {
        effects.add("drained");
    }

    @Override
    public void wakeAt(double atMs) {
        effects.add("wakeAt " + atMs);
    }
}
