package org.tabularium.sim.check;

import java.util.List;
import org.tabularium.sim.tab.SimOrigin;

/** All judges of one run. */
public final class Checkers {
    private final List<Checker> all;

    /** Has every judge watch the tabs of {@code origin}. */
    public Checkers(SimOrigin origin) {
        Ledger ledger = new Ledger();
        all = List.of(
                new EverythingEnds(ledger),
                new WritesOnce(ledger),
                new AcknowledgedIsKept(ledger, origin.store()),
                new JournalIsBounded(),
                new WholeTransactions(ledger),
                new OneLeader(),
                new LiveFollows(),
                new ReadsSeeWrites(ledger),
                new OrderlyHandover(ledger));
        origin.addWatcher(ledger);
        all.forEach(origin::addWatcher);
    }

    /** Judges a run that has come to rest. */
    public void atEnd(Ending ending) {
        all.forEach(each -> each.atEnd(ending));
    }
}
