import { fenced } from './engineError.js';

/** Tells whether this worker is the leader still, or one that was stopped for a while and has been replaced. */
export type StillHolds = () => Promise<boolean>;

/** The fence of a store that cannot tell leaders apart: the lock manager is asked, and once it has said no, no more. */
export class LockFence {
  readonly #stillHolds: StillHolds;
  #isFenced = false;

  constructor(stillHolds: StillHolds) {
    this.#stillHolds = stillHolds;
  }

  /** Rejects when the leadership has gone to another. */
  async check(): Promise<void> {
    this.#isFenced ||= !(await this.#stillHolds());
    if (this.#isFenced) throw fenced();
  }
}
