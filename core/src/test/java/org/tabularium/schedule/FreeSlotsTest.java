package org.tabularium.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which row of the journal is written over next. */
class FreeSlotsTest {
    private FreeSlots free = new FreeSlots(new boolean[0]);

    @Test
    void itGrowsWhereNothingIsFree() {
        assertTrue(free.isEmpty());
        assertEquals(0, free.take("a"));
        assertEquals(1, free.take("a"));
    }

    @Test
    void gapsAreFilledFirst() {
        free = new FreeSlots(new boolean[] {true, false, true, false});
        assertEquals(1, free.take("a"));
        assertEquals(3, free.take("a"));
        assertEquals(4, free.take("a"));
    }

    @Test
    void aSessionWritesOverItsOwnRowsFirst() {
        int ofA = free.take("a");
        int ofB = free.take("b");
        free.add("b", ofB);
        free.add("a", ofA);
        assertEquals(ofB, free.take("b"));
        assertEquals(ofA, free.take("a"));
        assertTrue(free.isEmpty());
    }

    @Test
    void aSessionWithoutRowsOfItsOwnTakesAnothersBeforeItGrows() {
        free.add("a", free.take("a"));
        assertEquals(0, free.take("b"));
        assertEquals(1, free.take("a"));
    }

    @Test
    void aRowThatWasNotWrittenStaysItsOwners() {
        free.add("a", free.take("a"));
        free.giveBack(free.take("b"));
        assertEquals(0, free.take("a"));
        free = new FreeSlots(new boolean[] {false});
        free.giveBack(free.take("b"));
        assertFalse(free.isEmpty());
        assertEquals(0, free.take("a"));
    }

    @Test
    void rowsOfAForgottenSessionAreNobodys() {
        int ofA = free.take("a");
        free.add("b", free.take("b"));
        free.add("a", ofA);
        free.forget("a");
        free.forget("c");
        assertEquals(0, free.take("c"));
        assertEquals(1, free.take("b"));
    }
}
