package org.tabularium.sim.check;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.Payload;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sim.tab.SimTab;
import org.tabularium.sim.world.Violation;

/** A live query's commits only grow, and what was delivered last is the truth at the end. */
final class LiveFollows implements Checker {
    private static final String PROMISE = "a live query follows the database";

    private static final class Subscription {
        final String name;
        final SimSql query;
        Payload last;
        Commit commit = Commit.NONE;

        Subscription(String name, SimSql query) {
            this.name = name;
            this.query = query;
        }
    }

    private final Map<String, Map<Integer, Subscription>> subscriptions = new LinkedHashMap<>();

    @Override
    public void subscribed(String tab, int subscription, SimSql query) {
        subscriptions
                .computeIfAbsent(tab, any -> new LinkedHashMap<>())
                .put(subscription, new Subscription("live query " + subscription + " of " + tab, query));
    }

    @Override
    public void unsubscribed(String tab, int subscription) {
        subscriptions.get(tab).remove(subscription);
    }

    @Override
    public void liveResult(String tab, int subscription, Payload result, Commit commit) {
        Subscription subscribed = subscriptions.get(tab).get(subscription);
        Violation.unless(subscribed != null, PROMISE, "live query ", subscription, " of ", tab, " goes on");
        boolean isBack = subscribed.commit.isAfter(commit);
        Violation.unless(!isBack, PROMISE, subscribed.name, " went from ", subscribed.commit, " back to ", commit);
        subscribed.last = result;
        subscribed.commit = commit;
    }

    @Override
    public void atEnd(Ending ending) {
        for (SimTab tab : ending.living()) {
            Map<Integer, Subscription> ofTab = subscriptions.getOrDefault(tab.name(), Map.of());
            ofTab.forEach((number, subscribed) -> {
                Payload truth = ending.truth().rows(subscribed.query.table());
                Violation.unless(
                        truth.equals(subscribed.last),
                        PROMISE,
                        subscribed.name,
                        " shows ",
                        subscribed.last,
                        " at ",
                        subscribed.commit,
                        ", the truth is ",
                        truth);
            });
        }
    }
}
