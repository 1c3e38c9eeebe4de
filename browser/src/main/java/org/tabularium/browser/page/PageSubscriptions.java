package org.tabularium.browser.page;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.browser.js.CommitNumbers;
import org.tabularium.browser.js.JsPayload;
import org.tabularium.browser.link.PlainFailure;
import org.tabularium.driver.ClientDriver;
import org.tabularium.node.ClientInput;

/** The application's subscriptions to live queries. */
final class PageSubscriptions {
    private record Subscriber(OnResult onResult, OnFailure onFailure) {}

    private final ClientDriver driver;
    private final Map<Integer, Subscriber> subscribers = new LinkedHashMap<>();
    private int last;

    PageSubscriptions(ClientDriver driver) {
        this.driver = driver;
    }

    /** Subscribes to a query; returns the subscription's number. */
    int subscribe(String key, Payload query, OnResult onResult, OnFailure onFailure) {
        last++;
        subscribers.put(last, new Subscriber(onResult, onFailure));
        driver.input(new ClientInput.Subscribe(last, key, query));
        return last;
    }

    /** Ends a subscription. */
    void unsubscribe(int subscription) {
        subscribers.remove(subscription);
        driver.input(new ClientInput.Unsubscribe(subscription));
    }

    void tellResult(int subscription, Payload result, Commit commit) {
        Subscriber subscriber = subscribers.get(subscription);
        if (subscriber != null) {
            subscriber.onResult.result(JsPayload.valueOf(result), CommitNumbers.numberOf(commit));
        }
    }

    void tellFailure(int subscription, Failure failure) {
        Subscriber subscriber = subscribers.get(subscription);
        if (subscriber != null) {
            subscriber.onFailure.failure(PlainFailure.of(failure));
        }
    }
}
