package org.tabularium.sim.check;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.world.Violation;

/**
 * A term has one leader, terms grow, and every tab is told of leaders in their order.
 *
 * <p>At the end one tab leads, knows it, and all follow it.
 */
final class OneLeader implements Checker {
    private static final String PROMISE = "there is one leader";

    private final Map<Integer, String> leaders = new LinkedHashMap<>();
    private final Map<String, Integer> followed = new LinkedHashMap<>();
    private final Set<String> believers = new LinkedHashSet<>();
    private int lastTerm;

    @Override
    public void led(String tab, int term) {
        Violation.unless(term > lastTerm, PROMISE, tab, " leads in term ", term, " after term ", lastTerm);
        lastTerm = term;
        leaders.put(term, tab);
    }

    @Override
    public void welcomed(String tab, int term, boolean isLeader) {
        int before = followed.getOrDefault(tab, 0);
        Violation.unless(term >= before, PROMISE, tab, " was told of term ", term, " after term ", before);
        Violation.unless(leaders.containsKey(term), PROMISE, tab, " follows term ", term, ", which nobody leads");
        boolean leads = leaders.get(term).equals(tab);
        Violation.unless(isLeader == leads, PROMISE, tab, " was told wrongly whether it leads in term ", term);
        followed.put(tab, term);
        if (isLeader) {
            believers.add(tab);
        } else {
            believers.remove(tab);
        }
    }

    @Override
    public void demoted(String tab) {
        Violation.unless(believers.remove(tab), PROMISE, tab, " lost a leadership it had not been told of");
    }

    @Override
    public void gone(String tab, boolean isOrderly) {
        believers.remove(tab);
    }

    @Override
    public void atEnd(Ending ending) {
        int leading = 0;
        for (SimTab tab : ending.living()) {
            int term = followed.getOrDefault(tab.name(), 0);
            Violation.unless(term == lastTerm, PROMISE, tab.name(), " follows term ", term, " in term ", lastTerm);
            Violation.unless(
                    tab.node().isLeader() == tab.isLeading(), PROMISE, tab.name(), " does not know whether it leads");
            leading += tab.isLeading() ? 1 : 0;
        }
        Violation.unless(leading == 1, PROMISE, leading, " tabs lead");
    }
}
