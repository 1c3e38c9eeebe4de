package org.tabularium.sim.tab;

import java.util.function.Function;
import org.tabularium.base.Completion;
import org.tabularium.base.Failure;
import org.tabularium.port.Engine;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;

/** Notes in the transcript what another engine is asked and what comes of it. */
final class NotedEngine implements Engine {
    private final Engine engine;
    private final SimOrigin origin;
    private final String tab;
    private final String who;

    NotedEngine(Engine engine, SimOrigin origin, String tab, String who) {
        this.engine = engine;
        this.origin = origin;
        this.tab = tab;
        this.who = who;
    }

    @Override
    public void open(int termFloor, boolean isStolen, Completion<Opened> completion) {
        origin.note(who, "engine opens, above term " + termFloor + (isStolen ? ", stolen" : ""));
        Completion<Opened> noted =
                noting(completion, opened -> "open, term " + opened.term() + (opened.isFresh() ? ", fresh" : ""));
        engine.open(termFloor, isStolen, isStolen ? telling(noted) : noted);
        if (isStolen) {
            origin.tell(watcher -> watcher.takes(tab, TakeOver.OPENING));
        }
    }

    private Completion<Opened> telling(Completion<Opened> completion) {
        return new Completion<>() {
            @Override
            public void done(Opened opened) {
                completion.done(opened);
                origin.tell(watcher -> watcher.takes(tab, TakeOver.OPEN));
            }

            @Override
            public void failed(Failure failure) {
                completion.failed(failure);
            }
        };
    }

    @Override
    public void execute(EngineCall call, Completion<Execution> completion) {
        String what = origin.transcript().isKept() ? Words.of(call) : "";
        origin.note(who, "engine runs ", what);
        engine.execute(call, noting(completion, execution -> "ran " + what + ": " + Words.of(execution)));
    }

    @Override
    public void flush(Durability level, Completion<Void> completion) {
        origin.note(who, "engine flushes to " + Words.of(level));
        engine.flush(level, noting(completion, nothing -> "has flushed"));
    }

    @Override
    public void close(Completion<Void> completion) {
        origin.note(who, "engine closes");
        engine.close(noting(completion, nothing -> "is closed"));
    }

    private <T> Completion<T> noting(Completion<T> completion, Function<T, String> words) {
        return new Completion<>() {
            @Override
            public void done(T value) {
                if (origin.transcript().isKept()) {
                    origin.note(who, "engine ", words.apply(value));
                }
                completion.done(value);
            }

            @Override
            public void failed(Failure failure) {
                origin.note(who, "engine fails: " + Words.of(failure));
                completion.failed(failure);
            }
        };
    }
}
