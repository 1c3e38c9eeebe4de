package org.tabularium.node;

/**
 * Decides when a leader has been silent for too long.
 *
 * <p>Silence counts only while something is waited for, and only as far as this tab was awake to hear an answer: a gap
 * between two looks at the clock counts as one interval at most. Before the time is over the leader is asked for a sign
 * of life several times, because it may only have nothing to say.
 */
final class Silence {
    private static final int PROBES = 4;

    private final double intervalMs;
    private double lookedAtMs;
    private double silentMs;
    private double nextProbeMs;
    private boolean isWaiting;

    /** Silence is too long after {@code timeoutMs}. */
    Silence(int timeoutMs) {
        intervalMs = timeoutMs / (double) PROBES;
    }

    /** The leader, or somebody in its place, gave a sign of life. */
    void broken(double nowMs) {
        lookedAtMs = nowMs;
        silentMs = 0;
        nextProbeMs = intervalMs;
    }

    /** Looks at the clock; {@code waits} where an answer or a leader is waited for. */
    void look(double nowMs, boolean waits, ClientEffects out) {
        if (!waits || !isWaiting) {
            isWaiting = waits;
            broken(nowMs);
        }
        if (!waits) {
            return;
        }
        silentMs += Math.min(nowMs - lookedAtMs, intervalMs);
        lookedAtMs = nowMs;
        if (silentMs >= PROBES * intervalMs) {
            broken(nowMs);
            out.depose();
        } else if (silentMs >= nextProbeMs) {
            nextProbeMs += intervalMs;
            out.probe();
        }
        out.wakeAt(nowMs + nextProbeMs - silentMs);
    }
}
