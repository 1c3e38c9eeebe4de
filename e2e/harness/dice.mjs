// Chance that can be had again: everything a run draws follows from one number, which the run prints.

import { randomInt } from 'node:crypto';

const SEED_MAX = 1_000_000;

/** The seed that `SEED` names, or one nobody chose. */
export const seedOfRun = () => (process.env.SEED ? Number(process.env.SEED) : randomInt(1, SEED_MAX));

/** A generator of everything that is drawn in a run (mulberry32). */
export class Dice {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to but not including `end`. */
  below(end) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  /** `count` of the choices. Each comes once before any comes again, so that a short run meets all of them. */
  rounds(choices, count) {
    const drawn = [];
    while (drawn.length < count) {
      const left = [...choices];
      while (left.length > 0) {
        drawn.push(...left.splice(this.below(left.length), 1));
      }
    }
    return drawn.slice(0, count);
  }
}
