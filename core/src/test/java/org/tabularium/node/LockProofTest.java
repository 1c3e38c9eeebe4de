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
    void aGrantIsNoProof() {
        proof.expired();
        assertTrue(proof.isTooOld(0));
    }

    @Test
    void aProofHoldsForHalfTheTimeout() {
        grant(100);
        assertFalse(proof.isTooOld(5_100));
        assertTrue(proof.isTooOld(5_101));
    }

    @Test
    void theProofIsAskedForOnce() {
        grant(0);
        assertTrue(proof.hold(new LeaderInput.Start(), 6_000));
        assertFalse(proof.hold(new LeaderInput.Tick(), 6_001));
        assertTrue(proof.isTooOld(6_001));
    }

    @Test
    void aProofReleasesWhatWasHeldInItsOrder() {
        grant(0);
        proof.hold(new LeaderInput.Start(), 6_000);
        proof.hold(new LeaderInput.Tick(), 6_500);
        assertEquals(List.of(new LeaderInput.Start(), new LeaderInput.Tick()), proof.proven());
        assertEquals(List.of(), proof.proven());
    }

    @Test
    void aProofIsAsOldAsItsQuestion() {
        grant(0);
        proof.hold(new LeaderInput.Tick(), 6_000);
        proof.proven();
        assertFalse(proof.isTooOld(11_000));
        assertTrue(proof.isTooOld(11_001));
    }

    @Test
    void aProofThatArrivesTooLateIsNone() {
        grant(0);
        proof.hold(new LeaderInput.Tick(), 6_000);
        assertFalse(proof.isOutdated(11_000));
        assertTrue(proof.isOutdated(11_001));
        proof.askedAgain(11_001);
        assertFalse(proof.isOutdated(11_002));
        assertTrue(proof.isTooOld(11_002));
    }

    @Test
    void aLockThatWasLetGoOfNeedsNoProof() {
        grant(0);
        proof.released();
        assertFalse(proof.isTooOld(1e9));
    }

    /** The lock is granted and proven, as asked at this time. */
    private void grant(double atMs) {
        proof.expired();
        proof.hold(new LeaderInput.LockGranted(false), atMs);
        proof.proven();
    }
}
