package org.tabularium.browser.engine;

import org.tabularium.sql.Note;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** A {@link Note} as a JavaScript object. */
public interface ScriptNote extends JSObject {
    /** The row of the journal. */
    @JSProperty
    int getSlot();

    /** Whose request it is. */
    @JSProperty
    String getSession();

    /** The request's number. */
    @JSProperty
    int getNumber();

    /** As a JavaScript object; null for null. */
    static ScriptNote of(Note note) {
        return note == null ? null : Maker.make(note.slot(), note.session(), note.number());
    }

    /** From a JavaScript object; null for null. */
    static Note toNote(ScriptNote note) {
        return note == null ? null : new Note(note.getSlot(), note.getSession(), note.getNumber());
    }

    /** Holds the script, which an interface cannot. */
    final class Maker {
        private Maker() {}

        @JSBody(
                params = {"slot", "session", "number"},
                script = "return {slot: slot, session: session, number: number};")
        private static native ScriptNote make(int slot, String session, int number);
    }
}
