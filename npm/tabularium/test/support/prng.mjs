/** A small seeded generator, so that a failing run can be had again. */
export class Prng {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0 || 1;
  }

  /** A whole number from 0 up to, not including, `bound`. */
  below(bound) {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % bound;
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  times(bound, make) {
    return Array.from({ length: this.below(bound) }, () => make());
  }
}
