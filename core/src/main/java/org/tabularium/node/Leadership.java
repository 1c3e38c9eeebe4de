package org.tabularium.node;

import java.util.function.Consumer;
import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.election.Election;
import org.tabularium.live.LiveHub;
import org.tabularium.schedule.Job;
import org.tabularium.schedule.Scheduler;
import org.tabularium.schedule.SchedulerEffects;
import org.tabularium.schedule.SchedulerInput;
import org.tabularium.session.LeaderSessions;
import org.tabularium.sql.Changes;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Opened;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Holder;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/**
 * What a node has while it leads: its sessions, the scheduler of its engine and the live queries, wired to each other
 * and to the tabs.
 *
 * <p>It ends in two steps. When the leader leaves, scheduler and live queries go, and whoever still asks is turned away;
 * the sessions stay until their tabs have said goodbye.
 */
final class Leadership {
    private final Holder self;
    private final Opened opened;
    private final LeaderStep step;
    private final Consumer<Election.Input> elect;
    private final LeaderSessions sessions;
    /** Null, as are the live queries, once this leader has left. */
    private Scheduler scheduler;

    private LiveHub live = new LiveHub();
    private boolean isLeaving;

    /** The leadership of the tab that presents itself as {@code self}, from the engine that was opened for it. */
    Leadership(Holder self, Opened opened, LeaderStep step, Consumer<Election.Input> elect) {
        this.self = self;
        this.opened = opened;
        this.step = step;
        this.elect = elect;
        sessions = new LeaderSessions(self);
        scheduler = new Scheduler(opened.term(), opened.flushesAside(), opened.journal());
        for (String session : scheduler.rememberedSessions()) {
            session(new LeaderSessions.Remembered(session));
        }
    }

    int term() {
        return opened.term();
    }

    /** Whether every tab has said goodbye or is gone. */
    boolean isAlone() {
        return sessions.isEmpty();
    }

    /** Begins nothing new, and ends what has begun by {@code untilMs}. */
    void drain(double untilMs) {
        tellLeaving();
        step.out.wakeAt(untilMs);
        schedule(new SchedulerInput.Drain(untilMs));
    }

    /** Ends what was asked for, here or with the next leader; {@code engineFailure} is null where the engine lives. */
    void leave(Failure engineFailure) {
        // Tabs that were not told by a drain learn it now; they are turned away until they have said goodbye.
        tellLeaving();
        scheduler.step(new SchedulerInput.Abandon(engineFailure), step.nowMs, schedulerEffects);
        scheduler = null;
        live = null;
    }

    private void tellLeaving() {
        isLeaving = true;
        beginsForLive(0);
        for (int connection : sessions.connections()) {
            step.out.send(connection, new ToClient.Leaving());
        }
    }

    /** A tab sent a message. */
    void received(int connection, ToLeader message) {
        if (message instanceof ToLeader.Bye) {
            session(new LeaderSessions.Left(connection));
        } else if (scheduler == null) {
            turnAway(connection, message, step.out);
        } else if (message instanceof ToLeader.Hello hello) {
            elect.accept(new Election.TermSeen(hello.lastTerm()));
            session(new LeaderSessions.Greeted(connection, hello));
        } else if (message instanceof ToLeader.Yield ask) {
            session(new LeaderSessions.YieldAsked(ask));
        } else {
            String from = sessions.sessionOn(connection);
            if (from == null) {
                turnAway(connection, message, step.out);
            } else {
                obey(from, connection, message);
            }
        }
    }

    private void obey(String from, int connection, ToLeader message) {
        if (message instanceof ToLeader.Request request) {
            schedule(new SchedulerInput.Submit(Job.of(from, request)));
        } else if (message instanceof ToLeader.Cancel cancel) {
            schedule(new SchedulerInput.Cancel(from, cancel.number()));
        } else if (message instanceof ToLeader.Subscribe ask) {
            live(new LiveHub.Subscribed(from, ask.subscription(), ask.key(), ask.query(), ask.seen()));
        } else if (message instanceof ToLeader.Unsubscribe ask) {
            live(new LiveHub.Unsubscribed(from, ask.subscription()));
        } else if (message instanceof ToLeader.Refresh ask) {
            live(new LiveHub.RefreshAsked(from, ask.subscription()));
        } else {
            step.out.log("an unknown message on connection " + connection + " was not obeyed");
        }
    }

    /**
     * What a node that does not lead says to a tab that believes it does. It says nothing of a withdrawal: what became
     * of a request that it had while it led, it has told, and the tab may know of an effect that this node does not.
     */
    static void turnAway(int connection, ToLeader message, LeaderEffects out) {
        if (message instanceof ToLeader.Request request) {
            out.send(connection, new ToClient.Moved(request.number(), false));
        } else if (message instanceof ToLeader.Hello) {
            out.send(connection, new ToClient.Leaving());
        }
    }

    void session(LeaderSessions.Input input) {
        step.add(() -> sessions.step(input, step.nowMs, sessionEffects));
    }

    void schedule(SchedulerInput input) {
        step.add(() -> {
            if (scheduler != null) {
                scheduler.step(input, step.nowMs, schedulerEffects);
            }
        });
    }

    private void live(LiveHub.Input input) {
        step.add(() -> {
            if (live != null) {
                live.step(input, step.nowMs, liveEffects);
            }
        });
    }

    /**
     * The live queries learn that the engine has run one of them, and that it begins something, before it does: their
     * machine is never in a step when the scheduler is in one, and what they tell only is sent.
     */
    private void liveAtOnce(LiveHub.Input input) {
        if (live != null) {
            live.step(input, step.nowMs, liveEffects);
        }
    }

    private void beginsForLive(int number) {
        if (number != 0 || (live != null && live.holdsNews())) {
            liveAtOnce(new LiveHub.Begins(number));
        }
    }

    private final LeaderSessions.Effects sessionEffects = new LeaderSessions.Effects() {
        @Override
        public void welcome(int connection, int protocol) {
            Commit commit = scheduler == null ? new Commit(opened.term(), 0) : scheduler.commit();
            step.out.send(
                    connection,
                    new ToClient.Welcome(
                            opened.term(),
                            self.leaderId(),
                            protocol,
                            commit,
                            opened.isFresh(),
                            opened.engine(),
                            opened.storage()));
            if (isLeaving) {
                step.out.send(connection, new ToClient.Leaving());
            }
        }

        @Override
        public void refuse(int connection, Failure failure, Holder holder) {
            step.out.send(connection, new ToClient.Refused(failure, holder));
        }

        @Override
        public void watch(String session) {
            step.out.watch(session, opened.term());
        }

        @Override
        public void gone(String session) {
            schedule(new SchedulerInput.SessionGone(session));
        }

        @Override
        public void ended(String session) {
            schedule(new SchedulerInput.SessionEnded(session));
            live(new LiveHub.SessionEnded(session));
        }

        @Override
        public void close(int connection) {
            step.out.close(connection);
        }

        @Override
        public void yieldAsked(String session) {
            step.out.log("tab " + session + " runs a newer build and asked this leader to give way");
            elect.accept(new Election.Resign(false));
        }
    };

    private final SchedulerEffects schedulerEffects = new SchedulerEffects() {
        @Override
        public void execute(Job job, EngineCall call) {
            if (job.session().equals(Job.INTERNAL)) {
                beginsForLive(job.number());
            } else {
                beginsForLive(0);
                step.out.runs(job.session(), job.number());
            }
            step.out.execute(call);
        }

        @Override
        public void flush(Durability level) {
            if (!opened.flushesAside()) {
                beginsForLive(0);
            }
            step.out.flush(level);
        }

        @Override
        public void answered(Job job, Execution execution, Commit commit, Durability level) {
            if (job.session().equals(Job.INTERNAL)) {
                liveAtOnce(new LiveHub.Ran(job.number(), execution, commit));
            } else {
                sendTo(
                        job.session(),
                        new ToClient.Reply(
                                job.number(),
                                execution.failure(),
                                execution.result(),
                                execution.isAbridged(),
                                commit,
                                level));
            }
        }

        @Override
        public void moved(Job job, boolean hasBegun) {
            sendTo(job.session(), new ToClient.Moved(job.number(), hasBegun));
        }

        @Override
        public void doubted(Job job, Failure failure) {
            sendTo(job.session(), new ToClient.Doubted(job.number(), failure));
        }

        @Override
        public void notKept(Job job) {
            sendTo(job.session(), new ToClient.NotKept(job.number()));
        }

        @Override
        public void withdrawn(String session, int number) {
            sendTo(session, new ToClient.Withdrawn(number));
        }

        @Override
        public void begun(String session, int number) {
            sendTo(session, new ToClient.Begun(number));
        }

        @Override
        public void committed(Commit commit, Changes changes) {
            live(new LiveHub.Committed(changes));
        }

        @Override
        public void drained() {
            elect.accept(new Election.Drained());
        }

        @Override
        public void wakeAt(double atMs) {
            step.out.wakeAt(atMs);
        }
    };

    private final LiveHub.Effects liveEffects = new LiveHub.Effects() {
        @Override
        public void run(int number, EngineCall call) {
            schedule(new SchedulerInput.Submit(Job.internal(number, call)));
        }

        @Override
        public void tell(String session, ToClient news) {
            sendTo(session, news);
        }
    };

    private void sendTo(String session, ToClient message) {
        Integer connection = sessions.connectionOf(session);
        if (connection != null) {
            step.out.send(connection, message);
        }
    }
}
