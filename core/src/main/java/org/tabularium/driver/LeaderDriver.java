package org.tabularium.driver;

import java.util.function.Supplier;
import org.tabularium.base.Completion;
import org.tabularium.base.Failure;
import org.tabularium.node.LeaderEffects;
import org.tabularium.node.LeaderInput;
import org.tabularium.node.LeaderNode;
import org.tabularium.port.Engine;
import org.tabularium.port.LeaderHost;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;
import org.tabularium.wire.ToClient;

/** Runs a {@link LeaderNode} on a host, with a fresh engine for each leadership. */
public final class LeaderDriver implements LeaderEffects {
    private final LeaderNode node;
    private final LeaderHost host;
    private final Supplier<Engine> engines;
    private final InputQueue<LeaderInput> inputs;
    private Engine engine;

    /** A driver that takes an engine of {@code engines} whenever the node is to lead. */
    public LeaderDriver(LeaderNode node, LeaderHost host, Supplier<Engine> engines) {
        this.node = node;
        this.host = host;
        this.engines = engines;
        this.inputs = new InputQueue<>(this::step);
    }

    private void step(LeaderInput input) {
        try {
            node.step(input, host.nowMs(), this);
        } catch (RuntimeException bug) {
            host.broken(bug);
        }
    }

    /** Takes an input to the node. */
    public void input(LeaderInput input) {
        inputs.add(input);
    }

    /** The node that is run. */
    public LeaderNode node() {
        return node;
    }

    @Override
    public void openEngine(int termFloor, boolean isStolen) {
        Engine opening = engines.get();
        engine = opening;
        opening.open(termFloor, isStolen, new Answer<Opened>(opening) {
            @Override
            LeaderInput input(Opened opened) {
                return new LeaderInput.EngineOpened(opened);
            }
        });
    }

    @Override
    public void runs(String session, int number) {
        host.runs(session, number);
    }

    @Override
    public void execute(EngineCall call) {
        engine.execute(call, new Answer<Execution>(engine) {
            @Override
            LeaderInput input(Execution execution) {
                return new LeaderInput.Executed(execution);
            }
        });
    }

    @Override
    public void flush(Durability level) {
        Engine flushing = engine;
        flushing.flush(level, new Completion<Void>() {
            @Override
            public void done(Void nothing) {
                ended(null);
            }

            @Override
            public void failed(Failure failure) {
                ended(failure);
            }

            private void ended(Failure failure) {
                if (engine == flushing) {
                    input(new LeaderInput.Flushed(failure));
                }
            }
        });
    }

    @Override
    public void closeEngine() {
        Engine closing = engine;
        engine = null;
        if (closing == null) {
            input(new LeaderInput.EngineClosed());
            return;
        }
        closing.close(new Completion<Void>() {
            @Override
            public void done(Void nothing) {
                input(new LeaderInput.EngineClosed());
            }

            @Override
            public void failed(Failure failure) {
                host.log("the engine did not close well: " + failure.message());
                input(new LeaderInput.EngineClosed());
            }
        });
    }

    @Override
    public void requestLock() {
        host.requestLock();
    }

    @Override
    public void stealLock() {
        host.stealLock();
    }

    @Override
    public void proveLock() {
        host.proveLock();
    }

    @Override
    public void releaseLock() {
        host.releaseLock();
    }

    @Override
    public void announce(int term) {
        host.announce(term);
    }

    @Override
    public void unserved(Failure failure) {
        host.unserved(failure);
    }

    @Override
    public void send(int connection, ToClient message) {
        host.send(connection, message);
    }

    @Override
    public void close(int connection) {
        host.close(connection);
    }

    @Override
    public void watch(String session, int term) {
        host.watch(session, term);
    }

    @Override
    public void wakeAt(double atMs) {
        host.wakeAt(atMs);
    }

    @Override
    public void stopped() {
        host.stopped();
    }

    @Override
    public void fenced() {
        engine = null;
        host.fenced();
    }

    @Override
    public void log(String text) {
        host.log(text);
    }

    /** What an engine says; unheard once another engine, or none, has taken its place. */
    private abstract class Answer<T> implements Completion<T> {
        private final Engine asked;

        Answer(Engine asked) {
            this.asked = asked;
        }

        abstract LeaderInput input(T value);

        @Override
        public void done(T value) {
            if (engine == asked) {
                LeaderDriver.this.input(input(value));
            }
        }

        @Override
        public void failed(Failure failure) {
            if (engine == asked) {
                LeaderDriver.this.input(new LeaderInput.EngineFailed(failure));
            }
        }
    }
}
