package org.tabularium.schedule;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;

/**
 * What the leader remembers of requests that have taken effect and whose end their tabs may not have seen.
 *
 * <p>The engine writes each down in the transaction of its effect; this is the directory of what is written where. A
 * row is written over once its request has ended in the tab, which every request tells. So the journal has at most as
 * many rows as requests were ever unsettled at once.
 *
 * <p>A session that is gone is forgotten {@link #KEPT_MS} later: a tab that was put away gives up its lock and may
 * come back. One that no leader since has heard of was put away soon after the last of its entries was written.
 */
final class Journal {
    /** How long what a gone session had unsettled is remembered, in milliseconds. */
    static final double KEPT_MS = 600_000;

    private static final class Session {
        final Map<Integer, Entry> entries = new LinkedHashMap<>();
        int settledBelow = Integer.MIN_VALUE;
        double goneAtMs = Double.POSITIVE_INFINITY;
        /** How long this leader has not heard of it, when it began to lead. */
        double silentMs;

        boolean isGone() {
            return goneAtMs != Double.POSITIVE_INFINITY;
        }
    }

    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final FreeSlots free;
    /** The place of what the engine runs now, or null; it is in no session's entries and not free. */
    private Note running;
    /** What stood there before, where a script goes on. */
    private Entry resumed;

    /** A journal that holds what an engine found in its store. */
    Journal(List<Entry> found) {
        int slotCount = 0;
        for (Entry entry : found) {
            Session session = session(entry.note().session());
            session.silentMs = session.entries.isEmpty() ? entry.ageMs() : Math.min(session.silentMs, entry.ageMs());
            session.entries.put(entry.note().number(), entry);
            slotCount = Math.max(slotCount, entry.note().slot() + 1);
        }
        boolean[] isTaken = new boolean[slotCount];
        for (Entry entry : found) {
            isTaken[entry.note().slot()] = true;
        }
        free = new FreeSlots(isTaken);
    }

    /** What is known of a request, or null. */
    Entry find(String session, int number) {
        Session known = sessions.get(session);
        return known == null ? null : known.entries.get(number);
    }

    /** Whether a request with this number ended in its tab long ago. */
    boolean isSettled(String session, int number) {
        Session known = sessions.get(session);
        return known != null && number < known.settledBelow;
    }

    /** A session is there and has seen the end of every request below this number. */
    void settled(String name, int below) {
        Session session = session(name);
        session.goneAtMs = Double.POSITIVE_INFINITY;
        session.silentMs = 0;
        if (below <= session.settledBelow) {
            return;
        }
        session.settledBelow = below;
        for (Iterator<Entry> each = session.entries.values().iterator(); each.hasNext(); ) {
            Note note = each.next().note();
            if (note.number() < below) {
                free.add(name, note.slot());
                each.remove();
            }
        }
    }

    /** The tab of a session is gone, perhaps to come back. */
    void gone(String name, double nowMs) {
        Session session = sessions.get(name);
        if (session == null || session.isGone()) {
            return;
        }
        if (session.entries.isEmpty() && !isRunningFor(name)) {
            sessions.remove(name);
            free.forget(name);
            return;
        }
        session.goneAtMs = nowMs - session.silentMs;
        forgetGone(nowMs);
    }

    /** A place for a request that is about to be run. */
    Note claim(String session, int number, double nowMs) {
        if (free.isEmpty()) {
            forgetGone(nowMs);
        }
        running = new Note(free.take(session), session, number);
        resumed = null;
        return running;
    }

    /** The place of a script that is about to go on after the parts that have committed. */
    Note resume(Entry entry) {
        running = entry.note();
        resumed = entry;
        session(running.session()).entries.remove(running.number());
        return running;
    }

    /**
     * The engine has run something, which may have had a place here. What failed after parts of it had committed has no
     * answer that could be kept, and must not be run again.
     */
    void ran(boolean isWritten, Execution execution) {
        if (running == null) {
            return;
        }
        if (isWritten) {
            written(execution.succeeded() ? Entry.DONE : Entry.BEGUN);
        } else {
            unused();
        }
    }

    /** What was run has taken effect; {@code progress} as in {@link Entry}. */
    void written(int progress) {
        keep(new Entry(running, progress));
        running = null;
    }

    /** What was run had no effect, and its place was not written. */
    void unused() {
        if (resumed == null) {
            free.giveBack(running.slot());
        } else {
            keep(resumed);
        }
        running = null;
    }

    private void keep(Entry entry) {
        Note note = entry.note();
        Session session = session(note.session());
        if (note.number() < session.settledBelow) {
            free.add(note.session(), note.slot());
            return;
        }
        session.entries.put(note.number(), entry);
    }

    private boolean isRunningFor(String session) {
        return running != null && running.session().equals(session);
    }

    /** The sessions that have entries. */
    List<String> sessions() {
        return new ArrayList<>(sessions.keySet());
    }

    private void forgetGone(double nowMs) {
        for (Iterator<Map.Entry<String, Session>> each = sessions.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, Session> next = each.next();
            Session session = next.getValue();
            boolean isDue = nowMs - session.goneAtMs >= KEPT_MS;
            if (isDue && !isRunningFor(next.getKey())) {
                for (Entry entry : session.entries.values()) {
                    free.add(next.getKey(), entry.note().slot());
                }
                free.forget(next.getKey());
                each.remove();
            }
        }
    }

    private Session session(String name) {
        return sessions.computeIfAbsent(name, any -> new Session());
    }
}
