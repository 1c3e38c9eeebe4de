package org.tabularium.base;

/**
 * An error as a value: a stable code, a sentence for the developer, what is known of the outcome, and whatever the
 * engine said.
 *
 * @param code the stable code
 * @param message a sentence that names the next move
 * @param outcome what is known about the effect
 * @param detail the engine's own error, or null
 */
public record Failure(ErrorCode code, String message, Outcome outcome, Payload detail) {
    /** A failure the engine has nothing to add to. */
    public static Failure of(ErrorCode code, String message, Outcome outcome) {
        return new Failure(code, message, outcome, null);
    }
}
