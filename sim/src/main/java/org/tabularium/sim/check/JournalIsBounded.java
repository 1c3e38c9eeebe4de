package org.tabularium.sim.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.node.ClientInput;
import org.tabularium.sim.world.Violation;
import org.tabularium.wire.ToClient;

/**
 * The journal has no more rows than there were requests unsettled at once.
 *
 * <p>A request is unsettled until its tab has said that it and all before it have ended, which the next request of the
 * tab says; so a tab's share is the longest it ever had between its oldest open call and its newest.
 */
final class JournalIsBounded implements Checker {
    private static final String PROMISE = "the journal is bounded";

    private final Map<String, TreeSet<Integer>> open = new LinkedHashMap<>();
    private final Map<String, Integer> shares = new LinkedHashMap<>();

    @Override
    public void called(String tab, ClientInput.Call call) {
        TreeSet<Integer> ofTab = open.computeIfAbsent(tab, any -> new TreeSet<>());
        ofTab.add(call.number());
        shares.merge(tab, call.number() - ofTab.first() + 1, Math::max);
    }

    @Override
    public void ended(String tab, ToClient.Reply end, boolean isLate) {
        Failure failure = end.failure();
        if (failure == null || failure.outcome() != Outcome.PENDING) {
            open.get(tab).remove(end.number());
        }
    }

    @Override
    public void atEnd(Ending ending) {
        int most = 1;
        for (int share : shares.values()) {
            most += share;
        }
        Violation.unless(
                ending.journalRows() <= most, PROMISE, ending.journalRows(), " rows, of which ", most, " are needed");
    }
}
