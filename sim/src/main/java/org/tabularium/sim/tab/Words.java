package org.tabularium.sim.tab;

import org.tabularium.base.Commit;
import org.tabularium.base.Failure;
import org.tabularium.base.Payload;
import org.tabularium.node.ClientInput;
import org.tabularium.sim.store.SimRows;
import org.tabularium.sim.store.SimSql;
import org.tabularium.sql.EngineCall;
import org.tabularium.sql.Execution;
import org.tabularium.sql.Note;
import org.tabularium.wire.Durability;
import org.tabularium.wire.Operation;
import org.tabularium.wire.Protocol;
import org.tabularium.wire.ToClient;
import org.tabularium.wire.ToLeader;

/** The short words of the transcript. */
final class Words {
    private Words() {}

    static String of(ToLeader message) {
        if (message instanceof ToLeader.Hello hello) {
            return "Hello " + hello.sessionId() + protocol(hello.protocol()) + ", knows term " + hello.lastTerm();
        } else if (message instanceof ToLeader.Yield) {
            return "Yield";
        } else if (message instanceof ToLeader.Request request) {
            return (request.isRecall() ? "Recall " : "Request ")
                    + request.number()
                    + ' '
                    + what(
                            request.operation(),
                            request.transaction(),
                            request.isRead(),
                            request.durability(),
                            request.statement());
        } else if (message instanceof ToLeader.Cancel cancel) {
            return "Cancel " + cancel.number();
        } else if (message instanceof ToLeader.Subscribe subscribe) {
            return "Subscribe " + subscribe.subscription() + ' ' + of(subscribe.query()) + ", has seen "
                    + of(subscribe.seen());
        } else if (message instanceof ToLeader.Unsubscribe unsubscribe) {
            return "Unsubscribe " + unsubscribe.subscription();
        } else if (message instanceof ToLeader.Refresh refresh) {
            return "Refresh " + refresh.subscription();
        }
        return "Bye";
    }

    static String of(ToClient message) {
        if (message instanceof ToClient.Welcome welcome) {
            return "Welcome term " + welcome.term() + protocol(welcome.protocol()) + " at " + of(welcome.commit());
        } else if (message instanceof ToClient.Refused refused) {
            String holder = refused.holder() == null
                    ? ""
                    : ", held by " + refused.holder().leaderId();
            return "Refused " + of(refused.failure()) + holder;
        } else if (message instanceof ToClient.Reply reply) {
            return "Reply " + reply.number() + ' ' + end(reply);
        } else if (message instanceof ToClient.Moved moved) {
            return "Moved " + moved.number() + (moved.hasBegun() ? ", begun" : "");
        } else if (message instanceof ToClient.NotKept notKept) {
            return "NotKept " + notKept.number();
        } else if (message instanceof ToClient.Doubted doubted) {
            return "Doubted " + doubted.number() + ' ' + of(doubted.failure());
        } else if (message instanceof ToClient.Withdrawn withdrawn) {
            return "Withdrawn " + withdrawn.number();
        } else if (message instanceof ToClient.Begun begun) {
            return "Begun " + begun.number();
        } else if (message instanceof ToClient.LiveResult live) {
            String base = live.isDifference() ? " of the result at " + of(live.base()) : "";
            return "LiveResult " + live.subscription() + ' ' + of(live.result()) + base + " at " + of(live.commit());
        } else if (message instanceof ToClient.LiveFailed live) {
            return "LiveFailed " + live.subscription() + ' ' + of(live.failure());
        } else if (message instanceof ToClient.LiveRound round) {
            StringBuilder words = new StringBuilder("LiveRound");
            for (ToClient part : round.parts()) {
                words.append(" | ").append(of(part));
            }
            return words.toString();
        }
        return "Leaving";
    }

    static String of(ClientInput.Call call) {
        return what(call.operation(), call.transaction(), call.isRead(), call.durability(), call.statement());
    }

    static String of(EngineCall call) {
        if (call instanceof EngineCall.Query query) {
            return of(query.statement()) + at(query.note());
        } else if (call instanceof EngineCall.Script script) {
            String from = script.progress() > 0 ? " from part " + script.progress() : "";
            return "script " + of(script.script()) + from + at(script.note());
        } else if (call instanceof EngineCall.Begin) {
            return "BEGIN";
        } else if (call instanceof EngineCall.Commit commit) {
            return "COMMIT" + at(commit.note());
        } else if (call instanceof EngineCall.Recall recall) {
            return "RECALL" + at(recall.note());
        } else if (call instanceof EngineCall.Rollback) {
            return "ROLLBACK";
        } else if (call instanceof EngineCall.Watch watch) {
            return "watch " + of(watch.query());
        } else if (call instanceof EngineCall.Rerun rerun) {
            return "rerun " + of(rerun.query());
        }
        return "unwatch " + ((EngineCall.Unwatch) call).tables();
    }

    /** The end of a call; of one that did well, up to which commit, and what that survives. */
    static String end(ToClient.Reply reply) {
        String how = outcome(reply.failure(), reply.result()) + (reply.isAbridged() ? " abridged" : "");
        return reply.failure() == null ? how + " at " + of(reply.commit()) + ' ' + of(reply.level()) : how;
    }

    static String of(Durability level) {
        return level == Durability.DISK ? "disk" : "memory";
    }

    static String of(Execution execution) {
        return outcome(execution.failure(), execution.result());
    }

    private static String at(Note note) {
        return note == null ? "" : ", slot " + note.slot();
    }

    static String of(Failure failure) {
        return failure.code() + " " + failure.outcome();
    }

    static String of(Commit commit) {
        return commit.equals(Commit.NONE) ? "none" : commit.toString();
    }

    static String of(Payload payload) {
        if (payload instanceof SimSql sql) {
            return "\"" + sql.text() + '"';
        }
        return payload instanceof SimRows || payload instanceof SimRows.Difference ? payload.toString() : "nothing";
    }

    static String outcome(Failure failure, Payload result) {
        return failure == null ? "ok " + of(result) : of(failure);
    }

    private static String what(
            Operation operation, int transaction, boolean isRead, Durability durability, Payload statement) {
        String level = isRead || operation == Operation.BEGIN || operation == Operation.ROLLBACK
                ? ""
                : durability == Durability.DISK ? " to disk" : " to memory";
        String inside = transaction == 0 || operation == Operation.BEGIN ? "" : " in " + transaction;
        String text = statement == null ? "" : ' ' + of(statement);
        return operation + text + inside + (transaction == 0 || operation == Operation.COMMIT ? level : "");
    }

    private static String protocol(int version) {
        return version == Protocol.BUILD.newest() ? "" : ", protocol " + version;
    }

    private static String protocol(Protocol protocol) {
        return protocol.equals(Protocol.BUILD) ? "" : ", protocol " + protocol.oldest() + " to " + protocol.newest();
    }
}
