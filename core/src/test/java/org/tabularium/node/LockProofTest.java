package org.tabularium.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a proof is one. */
class LockProofTest {
    private final LockProof proof = new LockProof(10_000);

    @Test
    void whoHasNoLockNeedsNoProof() {
        assertFalse(proof.isTooOld(1e9));
    }

    @Test
    void aLockThatWasJustGrantedIsAProofForHalfTheTimeout() {
        proof.granted(100);
        assertFalse(proof.isTooOld(5_100));
        assertTrue(proof.isTooOld(5_101));
    }

    @Test
    void theProofIsAskedForOnce() {
        proof.granted(0);
        assertTrue(proof.hold(new LeaderNode.Start(), 6_000));
        assertFalse(proof.hold(new LeaderNode.Tick(), 6_001));
        assertTrue(proof.isTooOld(6_001));
    }

    @Test
    void aProofReleasesWhatWasHeldInItsOrder() {
        proof.granted(0);
        proof.hold(new LeaderNode.Start(), 6_000);
        proof.hold(new LeaderNode.Tick(), 6_500);
        assertEquals(List.of(new LeaderNode.Start(), new LeaderNode.Tick()), proof.proven());
        assertEquals(List.of(), proof.proven());
    }

    @Test
    void aProofIsAsOldAsItsQuestion() {
        proof.granted(0);
        proof.hold(new LeaderNode.Tick(), 6_000);
        proof.proven();
        assertFalse(proof.isTooOld(11_000));
        assertTrue(proof.isTooOld(11_001));
    }

    @Test
    void aProofThatArrivesTooLateIsNone() {
        proof.granted(0);
        proof.hold(new LeaderNode.Tick(), 6_000);
        assertFalse(proof.isOutdated(11_000));
        assertTrue(proof.isOutdated(11_001));
        proof.askedAgain(11_001);
        assertFalse(proof.isOutdated(11_002));
        assertTrue(proof.isTooOld(11_002));
    }

    @Test
    void aLockThatWasLetGoOfNeedsNoProof() {
        proof.granted(0);
        proof.released();
        assertFalse(proof.isTooOld(1e9));
    }
}
