/**
 * Who leads.
 *
 * <pre>
 *             Start               LockGranted           EngineOpened
 *  FOLLOWER ─────────▶ CANDIDATE ────────────▶ OPENING ─────────────▶ LEADER
 *     ▲                    ▲                      │                     │ Resign
 *     │ Tick (after rest)  │ handed over          │ EngineFailed        ▼
 *     │                    │                      ▼        Drained   DRAINING
 *     └────────────────────┴────────────────── CLOSING ◀────────────────┘
 *                             EngineClosed
 * </pre>
 *
 * What holds: the engine is open or opening only in OPENING, LEADER, DRAINING and CLOSING, and in each of these this
 * node holds the lock. The lock is released after the engine has let go of the store, never before. A node serves only
 * in LEADER and, for what had begun, in DRAINING. The term it serves is greater than any it has seen.
 *
 * <p>A candidate that is told to depose takes the lock of a holder without a sign of life. Whose lock was taken is not
 * told by this machine: its node is fenced, and its process ends.
 */
package org.tabularium.election;
