package org.tabularium.browser.worker;

import org.tabularium.browser.js.Port;
import org.tabularium.browser.js.Ports;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.js.WebLock;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Control;
import org.tabularium.browser.link.Names;
import org.tabularium.browser.link.Packet;

/**
 * What a worker does before it takes the store's lock from a holder that gives no sign of life.
 *
 * <p>It takes the steal lock, so that there is one thief at a time, and asks the holder once more: a tab that is slow to
 * notice that somebody else has taken the store's lock does not take it from them.
 *
 * <p>A thief may be frozen itself. So the steal lock is taken too, from a thief that has it for longer than any that is
 * awake. A thief that wakes up must not go on. It has the lock manager prove that the steal lock is still its own, and
 * acts on the proof only as long as whoever has taken it meanwhile still waits for the holder's answer.
 */
final class TakeOver {
    private static final int QUESTIONS = 3;

    private final String path;
    private final String session;
    /**
     * How long the holder is given to answer: as long as a leader acts on a proof of its lock, so that none is left to
     * it when that is taken.
     */
    private final double lastWordMs;

    /** How long one thief may have the steal lock while another waits for it. */
    private final double patienceMs;

    private final Runnable take;
    private WebLock claim;
    private boolean isOurs;

    /** {@code take} is called when the store's lock may be taken, at once; {@link #end} has to follow. */
    TakeOver(String path, String session, int leaderTimeoutMs, Runnable take) {
        this.path = path;
        this.session = session;
        this.lastWordMs = leaderTimeoutMs / 2.0;
        this.patienceMs = leaderTimeoutMs;
        this.take = take;
    }

    /** Begins, unless that has happened. */
    void begin() {
        if (claim != null) {
            return;
        }
        claim = WebLocks.exclusive(Names.stealLock(path), this::askOnceMore, lost -> givenUp());
        watchThief(claim, "");
    }

    /**
     * Takes the steal lock from a thief that has had it for as long as the patience lasts. Each thief is given that
     * much: many who wait and take it from each other would never come to the end of their question.
     */
    private void watchThief(WebLock place, String thiefBefore) {
        WebLocks.holder(Names.stealLock(path), thief -> {
            if (claim != place || isOurs) {
                return;
            }
            if (thief.equals(thiefBefore) && !thief.isEmpty()) {
                place.release();
                claim = WebLocks.steal(Names.stealLock(path), this::askOnceMore, lost -> givenUp());
            } else {
                Web.after(patienceMs, () -> watchThief(place, thief));
            }
        });
    }

    /** The store's lock is taken, or is not to be. */
    void end() {
        if (claim != null) {
            claim.release();
            givenUp();
        }
    }

    private void givenUp() {
        claim = null;
        isOurs = false;
    }

    private void askOnceMore() {
        isOurs = true;
        WebLock mine = claim;
        Port asking = Ports.broadcast(Names.pulse(path));
        Ports.listen(asking, data -> {
            if (((Packet) data).getType().equals("alive")) {
                end(mine);
            }
        });
        // One question alone may come just before a new holder begins to listen.
        for (int question = 0; question < QUESTIONS; question++) {
            Web.after(question * lastWordMs / QUESTIONS, () -> {
                if (claim == mine) {
                    asking.postMessage(Control.bare("probe"));
                }
            });
        }
        Web.after(lastWordMs, () -> {
            asking.close();
            if (claim == mine) {
                prove(mine);
            }
        });
    }

    private void prove(WebLock mine) {
        double askedAtMs = Web.nowMs();
        WebLocks.areHeldTogether(Names.stealLock(path), Names.workerLock(session))
                .then(
                        answer -> {
                            boolean isFresh = Web.nowMs() - askedAtMs < lastWordMs;
                            if (claim == mine && answer.booleanValue() && isFresh) {
                                take.run();
                            } else {
                                end(mine);
                            }
                            return null;
                        },
                        error -> {
                            end(mine);
                            return null;
                        });
    }

    private void end(WebLock mine) {
        if (claim == mine) {
            end();
        }
    }
}
