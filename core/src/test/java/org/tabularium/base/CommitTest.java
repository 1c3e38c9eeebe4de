package org.tabularium.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CommitTest {
    @Test
    void theTermComesFirst() {
        assertTrue(new Commit(2, 0).isAfter(new Commit(1, 1_000_000)));
        assertTrue(new Commit(1, 2).isAfter(new Commit(1, 1)));
        assertFalse(new Commit(1, 1).isAfter(new Commit(1, 1)));
        assertFalse(new Commit(1, 1).isAfter(new Commit(2, 0)));
    }

    @Test
    void everyCommitComesAfterNone() {
        assertTrue(new Commit(1, 0).isAfter(Commit.NONE));
    }

    @Test
    void theNextIsOneFurtherInTheSameTerm() {
        assertEquals(new Commit(3, 8), new Commit(3, 7).next());
        assertEquals("3.8", new Commit(3, 8).toString());
    }
}
