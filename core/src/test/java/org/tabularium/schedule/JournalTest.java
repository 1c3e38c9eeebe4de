package org.tabularium.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tabularium.base.Prng;
import org.tabularium.sql.Entry;
import org.tabularium.sql.Note;

/** What the leader remembers, where it stands, and when it is forgotten. */
class JournalTest {
    private static final double NOW_MS = 1_000;

    private Journal journal = new Journal(List.of());

    @Test
    void placesAreGivenOutInOrder() {
        assertEquals(0, write("a", 1));
        assertEquals(1, write("a", 2));
        assertEquals(2, write("b", 1));
        assertEquals(new Entry(new Note(1, "a", 2), Entry.DONE), journal.find("a", 2));
    }

    @Test
    void aPlaceThatWasNotWrittenIsFree() {
        journal.claim("a", 1, NOW_MS);
        journal.unused();
        assertNull(journal.find("a", 1));
        assertEquals(0, write("b", 1));
    }

    @Test
    void whatEndedInTheTabMakesRoom() {
        write("a", 1);
        write("a", 2);
        write("a", 3);
        journal.settled("a", 3);
        assertNull(journal.find("a", 2));
        assertNotNull(journal.find("a", 3));
        assertEquals(Set.of(0, 1, 3), Set.of(write("b", 1), write("b", 2), write("b", 3)));
    }

    @Test
    void whatEndedInTheTabWhileItRanIsNotRemembered() {
        journal.claim("a", 1, NOW_MS);
        journal.settled("a", 2);
        journal.written(Entry.DONE);
        assertNull(journal.find("a", 1));
        assertEquals(0, write("b", 1));
    }

    @Test
    void whatTheTabHasSeenTheEndOfDoesNotComeBack() {
        journal.settled("a", 5);
        journal.settled("a", 3);
        assertTrue(journal.isSettled("a", 4));
        assertFalse(journal.isSettled("a", 5));
        assertFalse(journal.isSettled("b", 1));
    }

    @Test
    void whatTheStoreHoldsIsKnownAndItsGapsAreFilledFirst() {
        journal = new Journal(List.of(entry(3, "a", 7, Entry.DONE), entry(1, "b", 2, 4)));
        assertEquals(List.of("a", "b"), journal.sessions());
        assertEquals(4, journal.find("b", 2).progress());
        assertEquals(Set.of(0, 2), Set.of(write("c", 1), write("c", 2)));
        assertEquals(4, write("c", 3));
    }

    @Test
    void aScriptThatGoesOnHasItsPlaceForItself() {
        journal = new Journal(List.of(entry(0, "a", 1, 2)));
        assertEquals(0, journal.resume(journal.find("a", 1)).slot());
        journal.settled("a", 2);
        journal.written(Entry.DONE);
        assertEquals(Set.of(0, 1), Set.of(write("b", 1), write("b", 2)));
    }

    @Test
    void aScriptThatDidNotGetFurtherIsWhereItWas() {
        journal = new Journal(List.of(entry(0, "a", 1, 2)));
        journal.resume(journal.find("a", 1));
        journal.unused();
        assertEquals(2, journal.find("a", 1).progress());
        assertEquals(1, write("b", 1));
        journal.settled("a", 2);
        assertEquals(0, write("b", 2));
    }

    @Test
    void aGoneSessionIsRememberedForAWhile() {
        write("a", 1);
        journal.gone("a", NOW_MS);
        assertEquals(1, writeAt(NOW_MS + Journal.KEPT_MS - 1));
        assertNotNull(journal.find("a", 1));
        assertEquals(0, writeAt(NOW_MS + Journal.KEPT_MS));
        assertNull(journal.find("a", 1));
    }

    @Test
    void aSessionThatWasSilentLongBeforeThisLeaderIsForgottenAtOnceWhenItIsGone() {
        Entry old = new Entry(new Note(0, "a", 1), Entry.DONE, Journal.KEPT_MS);
        Entry recent = new Entry(new Note(1, "b", 1), Entry.DONE, Journal.KEPT_MS - 1_000);
        journal = new Journal(List.of(old, recent));
        journal.gone("a", NOW_MS);
        journal.gone("b", NOW_MS);
        assertNull(journal.find("a", 1));
        assertEquals(recent, journal.find("b", 1));
        assertEquals(0, writeAt(NOW_MS));
        assertEquals(1, writeAt(NOW_MS + 1_000));
    }

    @Test
    void aSessionThatCameBackIsNotForgotten() {
        write("a", 1);
        journal.gone("a", NOW_MS);
        journal.settled("a", 1);
        assertEquals(1, writeAt(NOW_MS + 2 * Journal.KEPT_MS));
        assertNotNull(journal.find("a", 1));
    }

    @Test
    void aSessionThatGoesAgainIsRememberedFromThenOn() {
        write("a", 1);
        journal.gone("a", NOW_MS);
        journal.settled("a", 1);
        journal.gone("a", NOW_MS + 500);
        assertEquals(1, writeAt(NOW_MS + Journal.KEPT_MS));
        assertEquals(0, writeAt(NOW_MS + Journal.KEPT_MS + 500));
    }

    @Test
    void whatASessionHadRunningWhenItWentIsForgottenLikeTheRest() {
        journal.settled("a", 1);
        journal.claim("a", 1, NOW_MS);
        journal.gone("a", NOW_MS);
        journal.written(Entry.DONE);
        assertNotNull(journal.find("a", 1));
        assertEquals(0, writeAt(NOW_MS + Journal.KEPT_MS));
    }

    @Test
    void aSessionThatGoesWithoutAnythingUnsettledLeavesNothing() {
        journal.settled("a", 1);
        write("a", 1);
        journal.settled("a", 2);
        journal.gone("a", NOW_MS);
        assertEquals(List.of(), journal.sessions());
    }

    /** The promise behind the journal: no place is given to two, whatever happens in which order. */
    @Test
    void noPlaceEverBelongsToTwo() {
        Prng random = new Prng(20_261_121);
        int[] lastNumber = new int[4];
        int[] settledBelow = {1, 1, 1, 1};
        double nowMs = 0;
        for (int step = 0; step < 5_000; step++) {
            nowMs += random.below(2_000);
            int who = random.below(4);
            String session = "s" + who;
            switch (random.below(6)) {
                case 0 -> journal.gone(session, nowMs);
                case 1 -> {
                    settledBelow[who] += random.below(lastNumber[who] + 2 - settledBelow[who]);
                    journal.settled(session, settledBelow[who]);
                }
                default -> {
                    lastNumber[who]++;
                    journal.claim(session, lastNumber[who], nowMs);
                    if (random.below(4) == 0) {
                        journal.unused();
                    } else {
                        journal.written(random.below(4) == 0 ? 1 : Entry.DONE);
                    }
                    Entry early = journal.find(session, settledBelow[who]);
                    if (early != null && early.progress() > 0) {
                        journal.resume(early);
                        if (random.below(2) == 0) {
                            journal.unused();
                        } else {
                            journal.written(Entry.DONE);
                        }
                    }
                }
            }
            assertPlacesAreDistinct(lastNumber);
        }
    }

    private void assertPlacesAreDistinct(int[] lastNumber) {
        Set<Integer> slots = new LinkedHashSet<>();
        for (int who = 0; who < lastNumber.length; who++) {
            for (int number = Math.max(1, lastNumber[who] - 60); number <= lastNumber[who]; number++) {
                Entry entry = journal.find("s" + who, number);
                if (entry != null) {
                    assertTrue(slots.add(entry.note().slot()), "a place of two");
                }
            }
        }
    }

    private int write(String session, int number) {
        int slot = journal.claim(session, number, NOW_MS).slot();
        journal.written(Entry.DONE);
        return slot;
    }

    /** Writes for somebody else, and tells where. */
    private int writeAt(double nowMs) {
        int slot = journal.claim("z", 1, nowMs).slot();
        journal.written(Entry.DONE);
        return slot;
    }

    private static Entry entry(int slot, String session, int number, int progress) {
        return new Entry(new Note(slot, session, number), progress);
    }
}
