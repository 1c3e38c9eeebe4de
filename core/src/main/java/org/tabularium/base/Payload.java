package org.tabularium.base;

/**
 * An opaque handle on a value that belongs to the platform: a statement with its parameters, a result, an engine's
 * error.
 *
 * <p>The core moves payloads and never looks inside, so the hot path needs no encoding: in a browser a payload is a
 * JavaScript value that travels by structured clone or as a transferred buffer, on the JVM it is a Java object.
 */
public interface Payload {
    /** About how much memory it takes, in bytes; what it adds to a queue. */
    default int sizeBytes() {
        return 0;
    }

    /** Whether the other payload certainly carries the same; false where that is not known. */
    default boolean isSameAs(Payload other) {
        return equals(other);
    }

    /** What makes an earlier payload into this one, where that is known to be smaller than this one, else null. */
    default Payload differenceFrom(Payload earlier) {
        return null;
    }

    /** What a difference from this payload makes of it; null where the difference is one from another payload. */
    default Payload changedBy(Payload difference) {
        return null;
    }
}
