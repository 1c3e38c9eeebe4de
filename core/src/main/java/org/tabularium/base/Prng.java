package org.tabularium.base;

/**
 * A small seeded random generator with the same sequence on the JVM and in JavaScript ({@code java.util.Random}'s
 * bounded draw is not).
 *
 * @see <a href="https://www.jstatsoft.org/article/view/v008i14">Marsaglia, Xorshift RNGs, 2003</a>
 */
public final class Prng {
    private int state;

    /** A generator; equal seeds give equal sequences. */
    public Prng(int seed) {
        int mixed = seed * 0x9E3779B9 + 0x7F4A7C15;
        state = mixed == 0 ? 0x1234567 : mixed;
        for (int i = 0; i < 8; i++) {
            nextInt();
        }
    }

    /** Any int but the fixed point of the generator. */
    public int nextInt() {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return state;
    }

    /** An int from 0 up to, not including, {@code bound}; {@code bound} is positive. */
    public int below(int bound) {
        Invariant.check(bound > 0, "bound is positive");
        return (nextInt() >>> 1) % bound;
    }

    /** True {@code percent} times of a hundred. */
    public boolean chance(int percent) {
        return below(100) < percent;
    }
}
