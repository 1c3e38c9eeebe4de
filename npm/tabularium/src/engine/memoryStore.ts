import type { LockFence } from './fence.js';
import type { OpenStore } from './store.js';

/** No store: the database lives as long as its engine. */
export class MemoryStore implements OpenStore {
  readonly storage = 'memory';
  readonly isFresh = true;
  readonly epoch = 0;
  readonly #fence: LockFence;

  constructor(fence: LockFence) {
    this.#fence = fence;
  }

  flush(): Promise<void> {
    return this.#fence.check();
  }

  close(): void {}
}
