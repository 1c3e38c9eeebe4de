package org.tabularium.schedule;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The jobs of sessions. Those of one session run in the order they came; the sessions take turns, one job each, so that
 * a session with a thousand jobs holds up another for the time of one.
 */
final class Turns {
    private final Map<String, ArrayDeque<Job>> bySession = new LinkedHashMap<>();
    /** The sessions that have jobs, the next one first. */
    private final ArrayDeque<String> turns = new ArrayDeque<>();

    boolean isEmpty() {
        return turns.isEmpty();
    }

    void add(Job job) {
        ArrayDeque<Job> jobs = bySession.get(job.session());
        if (jobs == null) {
            jobs = new ArrayDeque<>();
            bySession.put(job.session(), jobs);
            turns.add(job.session());
        }
        jobs.add(job);
    }

    /** The next job, or null. */
    Job next() {
        String session = turns.poll();
        if (session == null) {
            return null;
        }
        ArrayDeque<Job> jobs = bySession.get(session);
        Job next = jobs.poll();
        if (jobs.isEmpty()) {
            bySession.remove(session);
        } else {
            turns.add(session);
        }
        return next;
    }

    void moveAll(Consumer<Job> moved) {
        for (ArrayDeque<Job> jobs : bySession.values()) {
            jobs.forEach(moved);
        }
        bySession.clear();
        turns.clear();
    }

    boolean holds(String session, int number) {
        ArrayDeque<Job> jobs = bySession.get(session);
        if (jobs != null) {
            for (Job job : jobs) {
                if (job.number() == number) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean remove(String session, int number) {
        ArrayDeque<Job> jobs = bySession.get(session);
        if (jobs == null || !Waiting.remove(jobs, session, number)) {
            return false;
        }
        if (jobs.isEmpty()) {
            forget(session);
        }
        return true;
    }

    void forget(String session) {
        if (bySession.remove(session) != null) {
            turns.remove(session);
        }
    }
}
