package org.tabularium.overlay;

/**
 * A write that is laid over a result.
 *
 * @param isPending whether it is not known yet how the write ends; otherwise it is confirmed
 */
public record Layer(int write, Patch patch, boolean isPending) {}
