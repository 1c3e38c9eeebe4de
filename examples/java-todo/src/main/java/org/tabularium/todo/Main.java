package org.tabularium.todo;

import org.tabularium.client.Database;
import org.tabularium.client.Promise;
import org.tabularium.client.Subscription;
import org.tabularium.client.browser.BrowserDatabase;
import org.teavm.jso.JSBody;

/** Opens the database and puts the page together. */
public final class Main {
    private Main() {}

    /** Starts the application. */
    public static void main(String[] args) {
        BrowserDatabase.open(path()).flatMap(Main::start).orElse(Page::showFatal);
    }

    private static Promise<Subscription> start(Database database) {
        Todos todos = new Todos(database);
        Page page = new Page(todos);
        page.showRole(database.isLeader());
        database.onLeaderChange(() -> page.showRole(database.isLeader()));
        return todos.create().flatMap(created -> todos.follow(page::show));
    }

    /** {@code /?db=opfs-ahp://todo} chooses another storage path. */
    @JSBody(script = "return new URLSearchParams(location.search).get('db') || 'idb://tabularium-demo';")
    private static native String path();
}
