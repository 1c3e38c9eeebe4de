package org.tabularium.schedule;

/** The open transaction, to which the engine belongs until it ends. */
final class Transaction {
    final String session;
    private final int number;
    private final int idleMs;
    double idleUntilMs;
    boolean mustRollBack;

    Transaction(Job begin, double nowMs) {
        session = begin.session();
        number = begin.transaction();
        idleMs = begin.idleMs();
        used(nowMs);
    }

    /** Something of it was run: it may be idle again as long as it was allowed at first. */
    void used(double nowMs) {
        idleUntilMs = nowMs + idleMs;
    }

    boolean owns(Job job) {
        return job.transaction() == number && job.session().equals(session);
    }
}
