package org.tabularium.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProtocolTest {
    @Test
    void bothUseTheHighestTheyHaveInCommon() {
        assertEquals(3, new Protocol(1, 3).common(new Protocol(2, 5)));
        assertEquals(3, new Protocol(2, 5).common(new Protocol(1, 3)));
        assertEquals(2, new Protocol(2, 2).common(new Protocol(1, 2)));
    }

    @Test
    void withoutOneInCommonThereIsNone() {
        assertEquals(0, new Protocol(1, 2).common(new Protocol(3, 4)));
        assertEquals(0, new Protocol(3, 4).common(new Protocol(1, 2)));
    }

    @Test
    void onlyTheNewestTellsWhoIsNewer() {
        assertTrue(new Protocol(1, 3).isNewerThan(new Protocol(2, 2)));
        assertFalse(new Protocol(2, 2).isNewerThan(new Protocol(1, 2)));
    }

    @Test
    void thisBuildSpeaksWithItself() {
        assertEquals(Protocol.BUILD.newest(), Protocol.BUILD.common(Protocol.BUILD));
    }
}
