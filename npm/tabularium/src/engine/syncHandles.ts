import { EngineError, storeError } from './engineError.js';

/** How long a file that another context holds is asked for again: a dead leader's handles take a moment to be freed. */
export const RETRY_LIMIT_MS = 3000;
export const RETRY_DELAY_MS = 50;
/** The number by which PGlite's file system and PostgreSQL know that there is no space left. */
const ENOSPC = 51;

/** A file of the origin private file system, open for synchronous use; the DOM typings know it in workers only. */
export interface SyncHandle {
  write(buffer: ArrayBufferView, options?: { at?: number }): number;
  truncate(sizeBytes: number): void;
  flush(): void;
  close(): void;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- methods are put back as they were, whatever they take
type Method = (this: unknown, ...args: any[]) => Promise<any>;

/** Does what opens a file, and does it again as long as another context holds that and may be a dead leader. */
export async function whenFree<T>(attempt: () => Promise<T>, refuse = () => {}): Promise<T> {
  for (const startMs = performance.now(); ;) {
    try {
      return await attempt();
    } catch (error) {
      const isHeld = (error as Error).name === 'NoModificationAllowedError';
      if (!isHeld || performance.now() - startMs > RETRY_LIMIT_MS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
    refuse();
  }
}

/**
 * A watch on the files that PGlite's file system opens in the origin private file system.
 *
 * PGlite opens a thousand files and goes on, or waits for ever, when one of them fails; it does not look at the errors
 * of writing files out, and writes out its log only. So while an engine is open, the doors that lead to those files are
 * ours: failures are noticed, a file still held by a dead context is asked for again, and every file that was written
 * can be flushed.
 */
export class SyncHandles {
  /** Rejects when a file could not be found, made, opened or removed, after which the file system is of no use. */
  readonly failed: Promise<never>;
  readonly #open = new Set<SyncHandle>();
  readonly #dirty = new Set<SyncHandle>();
  readonly #undo: (() => void)[] = [];
  #fail!: (error: EngineError) => void;
  #onWriteFailure: (error: unknown) => void = () => {};
  #underWayCount = 0;
  #isFull = false;
  #isClosed = false;

  constructor() {
    this.failed = new Promise<never>((_resolve, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {}); // Whoever waits for something races it; in between nobody does.
    this.#replace(FileSystemDirectoryHandle.prototype, 'getFileHandle', (original) => original);
    this.#replace(FileSystemDirectoryHandle.prototype, 'removeEntry', (original) => original);
    this.#replace(FileSystemFileHandle.prototype, 'createSyncAccessHandle', (original) => this.#opening(original));
  }

  /** Whether a write was refused because there was no space left. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Rejects when the next write fails. PGlite notes new files in its list in promises that nobody looks at. */
  nextWriteFailure(): Promise<never> {
    return new Promise<never>((_resolve, reject) => {
      this.#onWriteFailure = reject;
    });
  }

  /** Makes everything written so far survive the machine's death. */
  flush(): void {
    for (const handle of this.#dirty) {
      handle.flush();
      this.#dirty.delete(handle);
    }
  }

  /**
   * Lets go of every file and opens no more. An opening that was given up goes on for a moment; the doors are put back
   * when nothing of it can come through any more, or it would keep the file open for as long as the worker lives.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const handle of [...this.#open]) handle.close();
    do await new Promise((resolve) => setTimeout(resolve));
    while (this.#underWayCount > 0);
    for (const undo of this.#undo) undo();
  }

  #replace(prototype: object, name: string, wrap: (original: Method) => Method): void {
    const methods = prototype as Record<string, Method>;
    const original = methods[name]!;
    const wrapped = wrap(original);
    const watch = (call: () => Promise<unknown>) => this.#watch(call);
    methods[name] = function (...args) {
      return watch(() => wrapped.apply(this, args));
    };
    this.#undo.push(() => {
      methods[name] = original;
    });
  }

  async #watch(call: () => Promise<unknown>): Promise<unknown> {
    this.#underWayCount++;
    try {
      this.#refuseIfClosed();
      return await call();
    } catch (error) {
      this.#fail(storeError(error, 'The store failed', 'STORAGE_UNAVAILABLE'));
      throw error;
    } finally {
      this.#underWayCount--;
    }
  }

  #refuseIfClosed(): void {
    if (this.#isClosed) throw new EngineError('STORAGE_UNAVAILABLE', 'The store was closed while it was being opened.');
  }

  #opening(original: Method): Method {
    const guard = (handle: SyncHandle) => this.#guard(handle);
    const refuseIfClosed = () => this.#refuseIfClosed();
    return async function (...args) {
      return guard(await whenFree(() => original.apply(this, args), refuseIfClosed));
    };
  }

  #guard(handle: SyncHandle): SyncHandle {
    if (this.#isClosed) handle.close();
    this.#refuseIfClosed();
    const { write, close } = handle;
    handle.write = (buffer, options) => {
      this.#dirty.add(handle);
      try {
        return write.call(handle, buffer, options);
      } catch (error) {
        this.#onWriteFailure(error);
        if ((error as Error).name !== 'QuotaExceededError') throw error;
        this.#isFull = true;
        // PostgreSQL then says that the disk is full, instead of a number that means something else to it.
        throw Object.assign(new Error('no space left', { cause: error }), {
          name: (error as Error).name,
          code: ENOSPC,
        });
      }
    };
    handle.close = () => {
      this.#open.delete(handle);
      this.#dirty.delete(handle);
      close.call(handle);
    };
    this.#open.add(handle);
    return handle;
  }
}
