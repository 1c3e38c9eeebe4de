package org.tabularium.browser.sqlite;

import org.teavm.jso.JSMethod;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;
import org.teavm.jso.core.JSPromise;

/** An open SQLite, as the engine's script hands it out. */
public interface SqliteHandle extends JSObject {
    /** The application's database. */
    @JSProperty
    SqliteConnection getUser();

    /** This library's own. */
    @JSProperty
    SqliteConnection getOwn();

    /** The last changes, for those who follow all of them. */
    @JSProperty
    SqliteChanges getChanges();

    /** What makes results of results. */
    @JSProperty
    SqliteResults getResults();

    /** The version of SQLite. */
    @JSProperty
    String getVersion();

    /** Whether the store was created by this opening. */
    @JSProperty("isFresh")
    boolean isFresh();

    /** Which kind of store it is. */
    @JSProperty
    String getStorage();

    /** Whether statements may be run while a flush is under way, which keeps what was there when it began. */
    @JSProperty("flushesAside")
    boolean flushesAside();

    /** How often the store was fenced off from an earlier leader: the term must be at least this. */
    @JSProperty
    int getEpoch();

    /** Makes everything committed so far outlive the process at {@code memory}, the machine at {@code disk}. */
    JSPromise<JSObject> flush(String level);

    /** The application's database as the bytes of its file, as far as it is committed. */
    @JSMethod("export")
    JSObject exportFile();

    /** Puts the database of a file in the place of the application's; why that is not possible, or null. */
    @JSMethod("import")
    String importFile(JSObject bytes);

    /** Closes the engine and lets go of the store. */
    JSPromise<JSObject> close();
}
