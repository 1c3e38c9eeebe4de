import type { LockFence } from './fence.js';
import { PageFiles } from './pageFiles.js';
import type { OpenStore } from './store.js';

/** No store: the database lives as long as its engine. */
export class MemoryStore implements OpenStore {
  readonly storage = 'memory';
  readonly isFresh = true;
  readonly epoch = 0;
  readonly files = new PageFiles();
  readonly #fence: LockFence;

  constructor(fence: LockFence) {
    this.#fence = fence;
  }

  flush(): Promise<void> {
    return this.#fence.check();
  }

  close(): void {}
}
