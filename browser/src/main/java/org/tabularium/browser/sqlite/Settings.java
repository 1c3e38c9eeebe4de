package org.tabularium.browser.sqlite;

import org.tabularium.base.ErrorCode;
import org.tabularium.base.Failure;
import org.tabularium.base.Outcome;
import org.tabularium.browser.engine.Refused;
import org.teavm.jso.JSObject;

/**
 * The settings of the connection, such as {@code foreign_keys}. To SQLite they are the connection's, which here all tabs
 * share and a change of leader ends; so they are kept beside the database, and hold until somebody changes them.
 */
final class Settings {
    /** Makes their table where there is none. */
    static final String CREATE =
            "create table if not exists setting (name text primary key, value text not null) strict;\n";

    private static final String LIST = "select name, value from setting";
    private static final String KEEP = "insert or replace into setting values (?, ?)";

    private final Database database;
    private final OwnDatabase own;

    Settings(Database database, OwnDatabase own) {
        this.database = database;
        this.own = own;
    }

    /** Makes the connection as it was under the leader before. */
    void restore() throws Refused {
        for (JSObject row : own.rows(LIST)) {
            set(Rows.text(row, 0), Rows.text(row, 1));
        }
    }

    /** Changes a setting for good. */
    void change(String name, String value) throws Refused {
        if (!isWord(value)) {
            throw new Refused(Failure.of(
                    ErrorCode.UNSUPPORTED,
                    "PRAGMA " + name + " takes a word or a number here, and not " + value + ".",
                    Outcome.NOT_RUN));
        }
        if (database.isInTransaction()) {
            throw new Refused(Failure.of(
                    ErrorCode.UNSUPPORTED,
                    "PRAGMA " + name + " holds for all tabs and cannot be changed inside a transaction.",
                    Outcome.NOT_RUN));
        }
        set(name, value);
        own.rows(KEEP, OwnDatabase.value(name), OwnDatabase.value(value));
    }

    private void set(String name, String value) throws Refused {
        database.runOwn("pragma " + name + " = " + value);
    }

    private static boolean isWord(String value) {
        if (value.isEmpty()) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean isOf = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
            if (!isOf) {
                return false;
            }
        }
        return true;
    }
}
