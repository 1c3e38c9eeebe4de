package org.tabularium.sim.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tabularium.base.Completion;
import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.port.Engine;
import org.tabularium.sim.world.Delays;
import org.tabularium.sim.world.Fault;
import org.tabularium.sim.world.Faults;
import org.tabularium.sim.world.SimLocks;
import org.tabularium.sim.world.SimProcess;
import org.tabularium.sim.world.SimWorld;
import org.tabularium.sim.world.Violation;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;

/**
 * An engine that fails whenever it may.
 *
 * <p>It keeps nothing that was not flushed, or, on a store with generations, whatever chance has it, and it watches
 * that its caller keeps to the contract of the port.
 */
public final class SimEngine implements Engine {
    /** How much longer a slow flush takes. */
    private static final int SLOWLY = 20;

    /** How often, in percent, a commit reaches a store with generations before it is flushed. */
    private static final int SPILL_PERCENT = 20;

    /** How long an opening waits for files that are held. */
    private static final int LONGEST_BUSY_MS = 180;

    private static final int BUSY_PAUSE_MS = 10;

    private static final String CONTRACT = "engine contract";

    private final SimWorld world;
    private final SimProcess process;
    private final SimStore store;
    private final Supplier<Delays> delays;
    private final Supplier<Faults> faults;
    private final SimLocks.Claim lock;
    private final EngineKind kind;

    private SimCalls calls;
    private int writtenAtMs;
    /** Flushes that wait for the end of another. */
    private final ArrayDeque<Runnable> keeps = new ArrayDeque<>();

    private boolean isKeeping;
    private boolean isBusy;
    private boolean isFlushing;
    private boolean isDead;
    private boolean isClosing;
    private boolean isClosed;

    /**
     * An engine for {@code store} that lives and dies with {@code process}, which has the {@code lock} of the store.
     */
    public SimEngine(
            SimWorld world,
            SimProcess process,
            SimStore store,
            Supplier<Delays> delays,
            Supplier<Faults> faults,
            SimLocks.Claim lock) {
        this.world = world;
        this.process = process;
        this.store = store;
        this.delays = delays;
        this.faults = faults;
        this.lock = lock;
        this.kind = store.engineKind();
    }

    /** What is committed, flushed or not. */
    SimTables committed() {
        return calls == null ? store.kept() : calls.database().committed().tables();
    }

    /** Whether something of this engine may still reach the store. */
    boolean mayWrite() {
        return process.isAlive() && !isDead;
    }

    /** Whether the store is not free yet, be this engine dead or not. */
    boolean holdsStore() {
        return process.isAlive() && !isClosed;
    }

    /** Whether it died with the files of its store open. */
    boolean hasLeftFilesOpen() {
        return !process.isAlive() && !isClosed;
    }

    /** Whether the lock was stolen from this engine's leader. */
    boolean isDeposed() {
        return lock.isStolen();
    }

    /** First keeps out who had the store before, then reads, then writes the raised term. */
    @Override
    public void open(int termFloor, boolean isStolen, Completion<Opened> completion) {
        begin();
        int longestMs = (delays.get().openMs() + 1) / 2;
        boolean fails = process.chance(faults.get().percent(Fault.OPEN_FAILURE));
        boolean failsEarly = fails && process.chance(50);
        after(
                longestMs,
                () -> whenFree(isStolen, completion, () -> {
                    if (failsEarly || !store.admit(this, isStolen, world.nowMs())) {
                        openFailed(completion);
                        return;
                    }
                    after(longestMs, () -> {
                        if (fails) {
                            openFailed(completion);
                        } else {
                            read(termFloor, completion);
                        }
                    });
                }));
    }

    /** Tries again, but not for ever, as long as a dead engine's files are held; a copy of them needs no such thing. */
    private void whenFree(boolean isStolen, Completion<Opened> completion, Runnable action) {
        int giveUpAtMs = world.nowMs() + LONGEST_BUSY_MS;
        Runnable attempt = new Runnable() {
            @Override
            public void run() {
                if (isStolen || !store.isHeld(world.nowMs(), SimEngine.this::heldForMs)) {
                    action.run();
                } else if (world.nowMs() < giveUpAtMs) {
                    after(BUSY_PAUSE_MS, this);
                } else {
                    completion.failed(
                            Failure.of(ErrorCode.STORAGE_IN_USE, "its files are open elsewhere", Outcome.NOT_RUN));
                }
            }
        };
        attempt.run();
    }

    private int heldForMs() {
        return suffers(Fault.BUSY_FILES) ? process.upTo(2 * LONGEST_BUSY_MS) : 0;
    }

    private void read(int termFloor, Completion<Opened> completion) {
        SimContent found = store.content();
        int term = Math.max(found.term(), termFloor) + 1;
        calls = kind.calls(this, found.withTerm(term));
        keep(Durability.DISK, 1, failure -> {
            isBusy = false;
            if (failure != null) {
                completion.failed(notRun(failure));
            } else {
                completion.done(new Opened(term, found.term() == 0, "sim", "memory", flushesAside(), journal(found)));
            }
        });
    }

    private static void openFailed(Completion<Opened> completion) {
        completion.failed(Failure.of(ErrorCode.STORAGE_UNAVAILABLE, "the store does not open", Outcome.NOT_RUN));
    }

    private static List<Entry> journal(SimContent content) {
        List<Entry> entries = new ArrayList<>();
        content.journal().forEach(row -> entries.add(new Entry(row.note(), row.progress())));
        return entries;
    }

    @Override
    public void execute(EngineCall call, Completion<Execution> completion) {
        Violation.unless(!isFlushing || flushesAside(), CONTRACT, "a call was begun while a flush was under way");
        if (isFlushing && isDead && !isClosing) {
            // The caller may not have heard of it.
            world.after(0, process, () -> completion.failed(died()));
            return;
        }
        begin();
        calls.run(call, completion);
    }

    /** Takes some time, in which the engine may die, be it before or after it has done the step. */
    void step(Completion<Execution> completion, Runnable action) {
        after(delays.get().executeMs(), () -> {
            if (suffers(Fault.ENGINE_DEATH)) {
                completion.failed(died());
            } else {
                action.run();
            }
        });
    }

    /** Whether it goes wrong now. */
    boolean suffers(Fault fault) {
        return process.chance(faults.get().percent(fault));
    }

    /** One or the other. */
    boolean isEither() {
        return process.chance(50);
    }

    SimStore store() {
        return store;
    }

    /** The end of this engine. */
    Failure died() {
        isDead = true;
        return Failure.of(ErrorCode.ENGINE_DIED, "the engine died", Outcome.UNKNOWN);
    }

    /** The end of a call. */
    void ended(Completion<Execution> completion, Execution execution) {
        isBusy = false;
        if (execution.hasWritten()) {
            spill();
        }
        completion.done(execution);
    }

    /** A store of open files may keep what nobody has flushed; that of SQLite has only what a flush has put there. */
    void spill() {
        if (kind == EngineKind.SQLITE) {
            return;
        }
        boolean isByChance = store.kind() == SimStore.Kind.GENERATIONS && process.chance(SPILL_PERCENT);
        if (store.isSpilling() || isByChance) {
            store.keep(this, calls.database().committed(), Durability.MEMORY);
        }
    }

    /** The same, of what had no effect. */
    static Failure notRun(Failure failure) {
        return Failure.of(failure.code(), failure.message(), Outcome.NOT_RUN);
    }

    /** Keeps at once that something is about to be run. */
    void keepBegun(Consumer<Failure> ended) {
        keep(Durability.DISK, delays.get().flushMs(), ended);
    }

    @Override
    public void flush(Durability level, Completion<Void> completion) {
        Violation.unless(!isBusy && !isFlushing, CONTRACT, "a flush was begun before what came first had ended");
        Violation.unless(!isDead, CONTRACT, "a dead or closed engine was flushed");
        isFlushing = true;
        int longestMs = delays.get().flushMs();
        if (process.chance(faults.get().percent(Fault.FLUSH_DEATH))) {
            spill();
            after(longestMs, () -> completion.failed(died()));
            return;
        }
        boolean isSlow = process.chance(faults.get().percent(Fault.SLOW_FLUSH));
        keep(level, isSlow ? longestMs * SLOWLY : longestMs, failure -> {
            isFlushing = false;
            if (failure == null) {
                completion.done(null);
            } else {
                completion.failed(failure);
            }
        });
    }

    /** A store that copies what it writes lets the engine go on meanwhile. */
    private boolean flushesAside() {
        return store.kind() == SimStore.Kind.FENCE;
    }

    /** Keeps what is there when no other flush is under way any more. */
    private void keep(Durability level, int longestMs, Consumer<Failure> ended) {
        if (isKeeping) {
            keeps.add(() -> keep(level, longestMs, ended));
            return;
        }
        isKeeping = true;
        keepNow(level, longestMs, failure -> {
            isKeeping = false;
            ended.accept(failure);
            Runnable next = isDead ? null : keeps.poll();
            if (next != null) {
                next.run();
            }
        });
    }

    /**
     * Hands the content to the platform, which writes it whole, be it after the death of this process, or breaks it off;
     * then hears how that went.
     */
    private void keepNow(Durability level, int longestMs, Consumer<Failure> ended) {
        SimContent content = calls.database().committed();
        boolean fails = process.chance(faults.get().percent(Fault.FLUSH_FAILURE));
        boolean arrives = !fails || process.chance(50);
        boolean outlivesDeath = process.chance(50);
        int writtenAfterMs = process.upTo((longestMs + 1) / 2);
        int toldAfterMs = process.upTo((longestMs + 1) / 2);
        writtenAtMs = world.nowMs() + writtenAfterMs;
        store.begin(this, content);
        world.after(writtenAfterMs, world.platform(), () -> {
            Failure failure = mayWrite() || outlivesDeath ? write(content, level, fails, arrives) : null;
            store.breakOff(content, faults.get().percent(Fault.TORN_FLUSH));
            world.after(toldAfterMs, world.platform(), () -> {
                // A store with generations cannot tell; the lock manager can.
                boolean isLeftBehind = store.kind() == SimStore.Kind.GENERATIONS && !lock.isHeld();
                Failure told = isLeftBehind ? fenced() : failure;
                after(0, () -> ended.accept(told));
            });
        });
    }

    private Failure write(SimContent content, Durability level, boolean fails, boolean arrives) {
        if (store.refuses(this)) {
            return fenced();
        } else if (store.isFull()) {
            return Failure.of(ErrorCode.STORAGE_FULL, "the disk is full", Outcome.UNKNOWN);
        }
        if (arrives) {
            boolean isBrokenOff = fails || !mayWrite();
            store.keep(this, content, level, isBrokenOff ? faults.get().percent(Fault.TORN_FLUSH) : 0);
        }
        return fails ? Failure.of(ErrorCode.FLUSH_FAILED, "the store was not written", Outcome.UNKNOWN) : null;
    }

    private static Failure fenced() {
        return Failure.of(ErrorCode.FENCED, "the store belongs to a newer leader", Outcome.UNKNOWN);
    }

    /** Completes when nothing of this engine is on its way to the store any more. */
    @Override
    public void close(Completion<Void> completion) {
        boolean isWhole = !isDead && kind == EngineKind.SQLITE && calls != null;
        isDead = true;
        isClosing = true;
        int closedAfterMs = Math.max(process.upTo(delays.get().executeMs()), writtenAtMs - world.nowMs() + 1);
        world.after(closedAfterMs, process, () -> {
            if (isWhole) {
                keepRest();
            }
            isClosed = true;
            store.closed(this);
            completion.done(null);
        });
    }

    /** SQLite writes out what is left, unless it died: then it may have an effect without its row. */
    private void keepRest() {
        SimContent content = calls.database().committed();
        if (!store.refuses(this) && !store.isFull()) {
            store.keep(this, content, Durability.DISK);
        }
    }

    private void begin() {
        Violation.unless(!isDead, CONTRACT, "a dead or closed engine was used");
        Violation.unless(!isBusy, CONTRACT, "an operation was begun before the last had ended");
        isBusy = true;
    }

    /** Delays are between processes; what takes no time at all happens in its order. */
    private void after(int longestMs, Runnable action) {
        world.after(longestMs == 0 ? 0 : process.upTo(longestMs), process, () -> {
            if (!isDead) {
                action.run();
            }
        });
    }
}
