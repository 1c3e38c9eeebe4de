package org.tabularium.node;

import java.util.ArrayList;
import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** Tells what a client node wants done, in words. */
final class ClientNodeRecorder implements ClientEffects {
    /** Whether the words tell when the node wants to be woken. */
    boolean tellsWakes = true;

    private List<String> effects = new ArrayList<>();

    /** What has been told since this was asked last. */
    List<String> took() {
        List<String> took = effects;
        effects = new ArrayList<>();
        return took;
    }

    @Override
    public void send(int connection, ToLeader message) {
        effects.add(name(message) + " on " + connection);
    }

    private static String name(ToLeader message) {
        if (message instanceof ToLeader.Hello hello) {
            return "hello " + hello.greeting();
        } else if (message instanceof ToLeader.Request request) {
            return (request.isRecall() ? "recall " : "request ") + request.number();
        } else if (message instanceof ToLeader.Cancel cancel) {
            return "cancel " + cancel.number();
        }
        return message instanceof ToLeader.Yield ? "yield" : "bye";
    }

    @Override
    public void close(int connection) {
        effects.add("close " + connection);
    }

    @Override
    public void seek(int knownTerm) {
        effects.add("seek " + knownTerm);
    }

    @Override
    public void welcomed(ToClient.Welcome welcome, boolean isLeader) {
        effects.add("follows " + welcome.leaderId() + " in " + welcome.term());
    }

    @Override
    public void demoted() {
        effects.add("leads no more");
    }

    @Override
    public void blocked(Failure failure) {
        effects.add("blocked " + failure.code());
    }

    @Override
    public void settle(ToClient.Reply end, boolean isLate) {
        String how = end.failure() == null ? "ok" : end.failure().code().toString();
        effects.add(end.number() + (isLate ? " late " : " ") + how);
    }

    @Override
    public void liveResult(int subscription, Payload result, Commit commit) {
        effects.add("live " + subscription);
    }

    @Override
    public void liveFailure(int subscription, Failure failure) {
        effects.add("live " + subscription + " fails");
    }

    @Override
    public void probe() {
        effects.add("probe");
    }

    @Override
    public void depose() {
        effects.add("depose");
    }

    @Override
    public void closed() {
        effects.add("closed");
    }

    @Override
    public void wakeAt(double atMs) {
        if (tellsWakes) {
            effects.add("wakeAt " + atMs);
        }
    }

    @Override
    public void log(String text) {
        effects.add("log");
    }
}
