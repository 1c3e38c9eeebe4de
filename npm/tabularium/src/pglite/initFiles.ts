import { type SyncHandle, whenFree } from '../engine/syncHandles.js';

type Open = (this: FileSystemFileHandle, ...args: unknown[]) => Promise<SyncHandle>;
type FileType = { prototype: { createSyncAccessHandle: Open } };

/**
 * The files that the application's `init` opens in the origin private file system.
 *
 * A dead leader's files are not always free when its lock is. PGlite then goes on without the file, or waits for ever,
 * so a file that is held is asked for again. And what an `init` has opened that failed must not stay open: the next
 * leader could not have it.
 */
export class InitFiles {
  /** Rejects when a file is still held after all. */
  readonly failed: Promise<never>;
  readonly #handles: SyncHandle[] = [];
  readonly #type = (globalThis as { FileSystemFileHandle?: FileType }).FileSystemFileHandle;
  readonly #original = this.#type?.prototype.createSyncAccessHandle;
  #fail!: (error: unknown) => void;
  #underWayCount = 0;
  #isGivenUp = false;

  constructor() {
    this.failed = new Promise<never>((_resolve, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {}); // `init` may have ended before.
    const original = this.#original;
    if (original === undefined) return;
    const open = (attempt: () => Promise<SyncHandle>) => this.#open(attempt);
    this.#type!.prototype.createSyncAccessHandle = function (...args) {
      return open(() => original.apply(this, args));
    };
  }

  /** Leaves the files that are open to the engine, and watches no more. */
  keep(): void {
    if (this.#original !== undefined) this.#type!.prototype.createSyncAccessHandle = this.#original;
  }

  /** Closes the files that are open, and those still being opened. */
  async giveUp(): Promise<void> {
    this.#isGivenUp = true;
    for (const handle of this.#handles) handle.close();
    do await new Promise((resolve) => setTimeout(resolve));
    while (this.#underWayCount > 0);
    this.keep();
  }

  async #open(attempt: () => Promise<SyncHandle>): Promise<SyncHandle> {
    this.#underWayCount++;
    try {
      const handle = await whenFree(attempt, () => this.#refuseIfGivenUp());
      if (this.#isGivenUp) handle.close();
      this.#refuseIfGivenUp();
      this.#handles.push(handle);
      return handle;
    } catch (error) {
      if ((error as Error).name === 'NoModificationAllowedError') this.#fail(error);
      throw error;
    } finally {
      this.#underWayCount--;
    }
  }

  #refuseIfGivenUp(): void {
    if (this.#isGivenUp) throw new DOMException('The init function has been given up.', 'AbortError');
  }
}
