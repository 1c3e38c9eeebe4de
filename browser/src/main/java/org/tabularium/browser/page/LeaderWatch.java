package org.tabularium.browser.page;

import org.tabularium.browser.js.Callback;
import org.tabularium.browser.js.Web;
import org.tabularium.browser.js.WebLock;
import org.tabularium.browser.js.WebLocks;
import org.tabularium.browser.link.Names;
import org.tabularium.driver.ClientDriver;
import org.tabularium.node.ClientInput;

/** Sees the leader's worker die, so that calls made before the next one leads wait for it instead of being lost. */
final class LeaderWatch {
    /** How long after a leader's death its last answers may still be on their way, in milliseconds. */
    private static final double LAST_WORDS_MS = 50;

    private final ClientDriver driver;
    private final Callback onDeath;
    private WebLock watch;

    /** Has a leader's death told at once, before its last answers have come. */
    LeaderWatch(ClientDriver driver, Callback onDeath) {
        this.driver = driver;
        this.onDeath = onDeath;
    }

    /** Watches this leader, and no other any more. */
    void begin(String leader, int term) {
        end();
        watch = WebLocks.shared(
                Names.workerLock(leader),
                () -> {
                    end();
                    onDeath.call();
                    Web.after(LAST_WORDS_MS, () -> driver.input(new ClientInput.LeaderDied(term)));
                },
                refused -> {});
    }

    void end() {
        if (watch != null) {
            watch.release();
            watch = null;
        }
    }
}
