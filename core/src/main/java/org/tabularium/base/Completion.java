package org.tabularium.base;

/**
 * The one place a port reports to when an operation it was asked for has ended.
 *
 * <p>A port calls exactly one of the two methods, exactly once, and never before the call that started the operation
 * has returned.
 *
 * @param <T> what the operation yields
 */
public interface Completion<T> {
    /** The operation ended well. */
    void done(T value);

    /** The operation failed; {@code failure} says how, and what is known of the outcome. */
    void failed(Failure failure);
}
