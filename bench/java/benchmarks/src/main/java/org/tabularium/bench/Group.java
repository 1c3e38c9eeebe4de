package org.tabularium.bench;

import org.tabularium.node.ClientInput;
import org.tabularium.node.LeaderInput;
import java.util.ArrayDeque;
import java.util.List;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.node.ClientEffects;
import org.tabularium.node.ClientNode;
import org.tabularium.node.LeaderEffects;
import org.tabularium.node.LeaderNode;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Holder;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** A tab and a leader in one thread, with an engine that does nothing and a store that has always been written. */
final class Group {
    private static final int TERM = 4;
    private static final int CONNECTION = 1;
    private static final int LEADER_TIMEOUT_MS = 5_000;
    private static final int DEADLINE_MS = 30_000;

    private final ArrayDeque<Runnable> next = new ArrayDeque<>();
    private final ToLeaderSide toLeader = new ToLeaderSide();
    private final ToClientSide toClient = new ToClientSide();
    private final ClientNode client =
            new ClientNode(new ClientNode.Self("session", null, null, Protocol.BUILD, LEADER_TIMEOUT_MS));
    private final LeaderNode leader =
            new LeaderNode(new Holder("leader", null, null, Protocol.BUILD), LEADER_TIMEOUT_MS);
    private int lastNumber;
    private int settledNumber;

    /** A group whose leader leads, and is followed. */
    Group() {
        leaderStep(new LeaderInput.Start());
        leaderStep(new LeaderInput.LockGranted(false));
        leaderStep(new LeaderInput.LockProven());
        leaderStep(new LeaderInput.EngineOpened(new Opened(TERM, false, "none", "memory", false, List.of())));
        clientStep(new ClientInput.Introduced(CONNECTION, TERM));
        settle();
    }

    /** Makes one call and runs it to its end; gives the number of the call that was settled. */
    int call(boolean isRead) {
        clientStep(new ClientInput.Call(
                ++lastNumber, Operation.QUERY, isRead, 0, Durability.DISK, 0, Commit.NONE, DEADLINE_MS, null));
        settle();
        if (settledNumber != lastNumber) {
            throw new IllegalStateException("call " + lastNumber + " has not ended");
        }
        return settledNumber;
    }

    private void settle() {
        for (Runnable step = next.poll(); step != null; step = next.poll()) {
            step.run();
        }
    }

    private void clientStep(ClientInput input) {
        client.step(input, 0, toLeader);
    }

    private void leaderStep(LeaderInput input) {
        leader.step(input, 0, toClient);
    }

    /** What the tab's node wants done. */
    private final class ToLeaderSide implements ClientEffects {
        @Override
        public void send(int connection, ToLeader message) {
            next.add(() -> leaderStep(new LeaderInput.Received(connection, message)));
        }

        @Override
        public void settle(ToClient.Reply end, boolean isLate) {
            settledNumber = end.number();
        }

        @Override
        public void close(int connection) {}

        @Override
        public void seek(int knownTerm) {}

        @Override
        public void welcomed(ToClient.Welcome welcome, boolean isLeader) {}

        @Override
        public void demoted() {}

        @Override
        public void blocked(Failure failure) {}

        @Override
        public void liveResult(int subscription, Payload result, Commit commit) {}

        @Override
        public void liveFailure(int subscription, Failure failure) {}

        @Override
        public void probe() {}

        @Override
        public void depose() {}

        @Override
        public void closed() {}

        @Override
        public void wakeAt(double atMs) {}

        @Override
        public void log(String text) {}
    }

    /** What the leader's node wants done. */
    private final class ToClientSide implements LeaderEffects {
        @Override
        public void send(int connection, ToClient message) {
            next.add(() -> clientStep(new ClientInput.Received(connection, message)));
        }

        @Override
        public void execute(EngineCall call) {
            boolean hasWritten = call instanceof EngineCall.Query query && !query.isRead();
            Execution execution = new Execution(null, null, false, false, hasWritten, Changes.NONE, List.of());
            next.add(() -> leaderStep(new LeaderInput.Executed(execution)));
        }

        @Override
        public void flush(Durability level) {
            next.add(() -> leaderStep(new LeaderInput.Flushed(null)));
        }

        @Override
        public void requestLock() {}

        @Override
        public void stealLock() {}

        @Override
        public void proveLock() {}

        @Override
        public void releaseLock() {}

        @Override
        public void openEngine(int termFloor, boolean isStolen) {}

        @Override
        public void closeEngine() {}

        @Override
        public void runs(String session, int number) {}

        @Override
        public void announce(int term) {}

        @Override
        public void unserved(Failure failure) {}

        @Override
        public void close(int connection) {}

        @Override
        public void watch(String session, int term) {}

        @Override
        public void wakeAt(double atMs) {}

        @Override
        public void stopped() {}

        @Override
        public void fenced() {}

        @Override
        public void log(String text) {}
    }
}
