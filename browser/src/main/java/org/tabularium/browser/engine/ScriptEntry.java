package org.tabularium.browser.engine;

import org.tabularium.sql.Entry;
import org.tabularium.sql.Note;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSProperty;

/** An {@link Entry} of the journal as a JavaScript object. */
public interface ScriptEntry extends ScriptNote {
    /** How far the request has come. */
    @JSProperty
    int getProgress();

    /** How long ago the entry was written, in milliseconds. */
    @JSProperty
    double getAgeMs();

    /** As JavaScript objects. */
    static ScriptEntry of(Entry entry) {
        Note note = entry.note();
        return Maker.make(note.slot(), note.session(), note.number(), entry.progress(), entry.ageMs());
    }

    /** From a JavaScript object. */
    static Entry toEntry(ScriptEntry entry) {
        return new Entry(ScriptNote.toNote(entry), entry.getProgress(), entry.getAgeMs());
    }

    /** Holds the script, which an interface cannot. */
    final class Maker {
        private Maker() {}

        @JSBody(
                params = {"slot", "session", "number", "progress", "ageMs"},
                script = "return {slot: slot, session: session, number: number, progress: progress, ageMs: ageMs};")
        private static native ScriptEntry make(int slot, String session, int number, int progress, double ageMs);
    }
}
