package org.tabularium.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrngTest {
    @Test
    void equalSeedsGiveEqualSequences() {
        Prng one = new Prng(42);
        Prng other = new Prng(42);
        for (int i = 0; i < 1_000; i++) {
            assertEquals(one.nextInt(), other.nextInt());
        }
    }

    @Test
    void neighbouringSeedsDiffer() {
        assertNotEquals(new Prng(1).nextInt(), new Prng(2).nextInt());
        assertNotEquals(new Prng(0).nextInt(), new Prng(-1).nextInt());
    }

    @Test
    void everyValueBelowTheBoundIsDrawnAboutEquallyOften() {
        Prng prng = new Prng(7);
        int[] counts = new int[10];
        for (int i = 0; i < 100_000; i++) {
            counts[prng.below(10)]++;
        }
        for (int count : counts) {
            assertTrue(count > 9_000 && count < 11_000, "drawn " + count + " times");
        }
    }

    @Test
    void chanceKnowsNeverAndAlways() {
        Prng prng = new Prng(7);
        for (int i = 0; i < 1_000; i++) {
            assertFalse(prng.chance(0));
            assertTrue(prng.chance(100));
        }
    }

    @Test
    void aBoundIsPositive() {
        assertThrows(IllegalStateException.class, () -> new Prng(1).below(0));
    }
}
