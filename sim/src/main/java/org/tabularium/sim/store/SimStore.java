package org.tabularium.sim.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.tabularium.sim.world.SimProcess;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.Durability;

/**
 * What survives, and for how long: processes, or the machine as well.
 *
 * <p>A flush writes a copy beside the last one, piece by piece, and seals it. One that is broken off leaves a torn copy
 * without a seal, which whoever opens the store next passes over.
 *
 * <p>What SQLite has is kept in {@link SimPages}, where frames and maps can be torn.
 *
 * <p>There are two kinds, as there are in browsers. A store with a <em>fence</em> refuses every write of an engine that
 * opened it before another did. A store with <em>generations</em> refuses nothing; but who opens it after stealing the
 * lock goes on in a copy, and what an older engine writes from then on is in a generation nobody looks at.
 */
public final class SimStore {
    /** How a store keeps a leader out that was deposed. */
    public enum Kind {
        /** It refuses. */
        FENCE("fence"),
        /** It is left behind. */
        GENERATIONS("generations");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The kind of this name. */
        public static Kind named(String word) {
            for (Kind kind : values()) {
                if (kind.word.equals(word)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown kind of store: " + word);
        }

        /** As scripts write it. */
        public String word() {
            return word;
        }
    }

    /**
     * What a flush has written so far.
     *
     * @param isSealed whether it was written to its end
     */
    private record Copy(SimContent content, boolean isSealed) {}

    private static final int BETWEEN_PERCENT = 50;

    private final EngineKind engineKind;
    private final Kind kind;
    private final SimProcess disk;
    private SimContent kept = SimContent.fresh();
    private final SimPages pages = new SimPages(kept);
    private final HeldFiles held = new HeldFiles();
    /** What a power cut may leave, the oldest first; what was last flushed to the disk is the first. */
    private final List<SimContent> mayBeLeft = new ArrayList<>(List.of(kept));

    private Copy newest = new Copy(kept, true);
    /** What the engine that has the store is about to write, or null. */
    private SimContent underWay;

    private SimEngine current;
    private boolean isFull;
    private boolean isSpilling;

    /** A store that nobody has opened yet; the chance of {@code disk} decides where flushes tear. */
    public SimStore(EngineKind engineKind, Kind kind, SimProcess disk) {
        this.engineKind = engineKind;
        this.kind = kind;
        this.disk = disk;
    }

    /** The engine whose store it is. */
    public EngineKind engineKind() {
        return engineKind;
    }

    /** How it keeps a deposed leader out. */
    public Kind kind() {
        return kind;
    }

    /** The last term that was raised. */
    public int term() {
        return kept.term();
    }

    /** What would be there if every process died now. */
    public SimTables kept() {
        return kept.tables();
    }

    /** What would be there if the machine lost its power now and chance were at its worst. */
    public SimTables onDisk() {
        return mayBeLeft.get(0).tables();
    }

    /** What the open engine shows, or would show if one opened now. */
    public SimTables shown() {
        return current == null ? kept.tables() : current.committed();
    }

    /** How many rows the journal has. */
    public int journalRows() {
        return kept.journal().size();
    }

    /** Has the disk be full, or no more. */
    public void setFull(boolean isDiskFull) {
        isFull = isDiskFull;
    }

    boolean isFull() {
        return isFull;
    }

    /** Has every commit be kept before it is flushed, as open files may, or no more than chance has it. */
    public void setSpilling(boolean isEveryCommitKept) {
        isSpilling = isEveryCommitKept;
    }

    boolean isSpilling() {
        return isSpilling;
    }

    /** The files that the dead have left open. */
    public HeldFiles held() {
        return held;
    }

    /** Whether an engine cannot have the files yet: one that has died still does. */
    boolean isHeld(int nowMs, IntSupplier heldForMs) {
        boolean hasFiles = engineKind == EngineKind.SQLITE && kind == Kind.GENERATIONS;
        return hasFiles && held.isBusy(current, nowMs, heldForMs);
    }

    /** Whether it keeps what is there between the effect of a statement and the note that it is done. */
    boolean spillsBetween() {
        return kind == Kind.GENERATIONS && disk.chance(BETWEEN_PERCENT);
    }

    /**
     * The machine loses its power: what was last flushed to the disk is left, and of what came after as much as chance
     * has it, but never the later without the earlier; where it {@code isWorst}, nothing.
     *
     * @param tornPercent how often a flush that is under way leaves a torn copy
     */
    public void cutPower(SimProcess platform, boolean isWorst, int tornPercent) {
        current = null;
        kept = mayBeLeft.get(isWorst ? 0 : platform.upTo(mayBeLeft.size()) - 1);
        mayBeLeft.clear();
        mayBeLeft.add(kept);
        newest = new Copy(kept, true);
        pages.cutTo(kept);
        breakOff(underWay, tornPercent);
    }

    /**
     * Keeps all engines out that have opened before. One of them may still have the files of a store with generations,
     * though the lock was free: whoever took the lock from its leader died before it could open.
     *
     * <p>False for who was frozen on its way here and has lost the lock meanwhile, where the store can tell. A fence
     * cannot: it is shut behind the rightful leader.
     */
    boolean admit(SimEngine engine, boolean isStolen, int nowMs) {
        boolean areFree = isStolen || !held.isBusy(current, nowMs);
        Violation.unless(areFree, "one writer", "an engine opened files that are held");
        boolean isAlone = current == null || !current.holdsStore();
        Violation.unless(
                isAlone || isStolen || current.isDeposed() || engine.isDeposed(),
                "one writer",
                "an engine opened a store that another has open");
        if (kind == Kind.GENERATIONS && engine.isDeposed()) {
            return false;
        }
        current = engine;
        underWay = null;
        return true;
    }

    /** What is there to read: the newest copy, unless it is torn. */
    SimContent content() {
        if (engineKind == EngineKind.SQLITE) {
            return pages.read();
        }
        return newest.isSealed() ? newest.content() : kept;
    }

    /** An engine begins to write a copy. */
    void begin(SimEngine engine, SimContent content) {
        if (current == engine) {
            underWay = content;
        }
    }

    /** The copy an engine was writing is not written to its end, and torn where chance has it. */
    void breakOff(SimContent content, int tornPercent) {
        if (content == null || content != underWay) {
            return;
        }
        underWay = null;
        if (disk.chance(tornPercent)) {
            int tableCount = disk.upTo(Math.max(1, content.tables().count())) - 1;
            newest = new Copy(content.over(kept, tableCount), false);
            pages.tear(newest.content());
        }
    }

    /** Whether a write by this engine would be refused. */
    boolean refuses(SimEngine engine) {
        return kind == Kind.FENCE && current != engine;
    }

    /** Takes what an engine flushed, whole, unless it works in a generation that was left behind. */
    void keep(SimEngine engine, SimContent content, Durability level) {
        keep(engine, content, level, 0);
    }

    /** The same, where what comes after the frame of a page store is broken off as often as that. */
    void keep(SimEngine engine, SimContent content, Durability level, int tornPercent) {
        boolean isKnown = current == engine || engine.isDeposed() || !engine.mayWrite();
        Violation.unless(isKnown, "one writer", "an engine wrote to a store it does not have open");
        if (current != engine) {
            return;
        }
        Violation.unless(
                content.term() >= kept.term(), "one writer", "term ", content.term(), " wrote over ", kept.term());
        kept = content;
        newest = new Copy(content, true);
        underWay = content == underWay ? null : underWay;
        boolean isMapDue = engineKind == EngineKind.SQLITE && pages.isLong();
        if (engineKind == EngineKind.SQLITE) {
            pages.add(content, isMapDue && disk.chance(tornPercent));
        }
        if (level == Durability.DISK || isMapDue) {
            mayBeLeft.clear();
        }
        mayBeLeft.add(content);
    }

    void closed(SimEngine engine) {
        if (current == engine) {
            current = null;
        }
    }
}
