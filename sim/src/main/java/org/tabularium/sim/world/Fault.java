package org.tabularium.sim.world;

/** A thing that goes wrong, by the name it has in scripts. */
public enum Fault {
    /** Of what befalls tabs: a tab crashes. */
    CRASH("crash", 40),
    /** Of what befalls tabs: a tab is closed. */
    CLOSE("close", 30),
    /** Of what befalls tabs: a leader is asked to hand leadership on. */
    HAND_OVER("hand-over", 20),
    /** Of what befalls tabs: a tab is put away for a while, as the back/forward cache does. */
    HIDE("hide", 20),
    /** Of what befalls tabs: only the tab's worker dies. */
    WORKER_DEATH("worker-death", 15),
    /** Of what befalls tabs: only the broker dies. */
    BROKER_DEATH("broker-death", 15),
    /** Of what befalls tabs: a tab is frozen for a while, and with it the broker it had made. */
    FREEZE("freeze", 50),
    /** Of what befalls tabs: the clock of a tab leaps forward, as after sleep. */
    CLOCK_LEAP("clock-leap", 10),
    /** Of what befalls tabs: the machine loses its power, and all tabs are gone. */
    POWER_CUT("power-cut", 8),
    /** Of what befalls tabs: the disk is full for a while. */
    FULL_DISK("full-disk", 10),
    /** Of openings: the engine does not open. */
    OPEN_FAILURE("open-failure", 20),
    /** Of engine calls: the engine dies. */
    ENGINE_DEATH("engine-death", 2),
    /** Of flushes: the store cannot be written. */
    FLUSH_FAILURE("flush-failure", 20),
    /** Of flushes: the flush takes very long. */
    SLOW_FLUSH("slow-flush", 10),
    /** Of flushes that are broken off, be it by death, failure or a power cut: a part is in the store. */
    TORN_FLUSH("torn-flush", 50),
    /** Of flushes: the engine dies. */
    FLUSH_DEATH("flush-death", 2),
    /** Of openings of SQLite after a death: the files are still held by the dead. */
    BUSY_FILES("busy-files", 50),
    /** Of statements of SQLite: there is no room, and the statement is undone, or with it its transaction. */
    STATEMENT_FULL("statement-full", 5),
    /** Of writes of SQLite: it dies when the effect is committed and its row in the journal is not. */
    JOURNAL_DEATH("journal-death", 4);

    private final String word;
    private final int mostPercent;

    Fault(String word, int mostPercent) {
        this.word = word;
        this.mostPercent = mostPercent;
    }

    /** The fault of this name. */
    public static Fault named(String word) {
        for (Fault fault : values()) {
            if (fault.word.equals(word)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("unknown fault: " + word);
    }

    /** As scripts write it. */
    public String word() {
        return word;
    }

    /** How often it happens where it happens most. */
    int mostPercent() {
        return mostPercent;
    }
}
