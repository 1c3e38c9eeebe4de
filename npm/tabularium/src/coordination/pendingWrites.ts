import { guarded } from '../guarded.js';

/** A write that has been shown before it is known how it ends. */
export interface PendingWrite {
  readonly id: string;
  readonly sql: string;
}

/** How a pending write has ended. */
export interface EndedWrite extends PendingWrite {
  /** Whether it has taken effect; otherwise what was shown of it must be taken back. */
  readonly isConfirmed: boolean;
  /** Why it has not. */
  readonly error?: unknown;
}

/** What {@link PendingWrites} tells: how many are pending, and the one that has just ended, if one has. */
export type PendingListener = (count: number, ended: EndedWrite | undefined) => void;

/** The writes of this tab that are under way, for whoever shows them before they are confirmed. */
export class PendingWrites {
  isEnabled = false;
  readonly #pending = new Map<string, PendingWrite>();
  readonly #listeners = new Set<PendingListener>();

  get count(): number {
    return this.#pending.size;
  }

  /** All of them, the oldest first. */
  get all(): readonly PendingWrite[] {
    return [...this.#pending.values()];
  }

  /** Adds one, by an id that no other has. */
  add(id: string, sql: string): void {
    this.#pending.set(id, { id, sql });
    this.#tell(undefined);
  }

  /** Ends one, if it is still there. */
  end(id: string, outcome: { isConfirmed: true } | { isConfirmed: false; error: unknown }): void {
    const write = this.#pending.get(id);
    if (write === undefined) return;
    this.#pending.delete(id);
    this.#tell({ ...write, ...outcome });
  }

  /** Forgets all. */
  clear(): void {
    if (this.#pending.size === 0) return;
    this.#pending.clear();
    this.#tell(undefined);
  }

  /** Has the listener told of every change. Returns what stops that. */
  onChange(listener: PendingListener): () => void {
    const entry: PendingListener = (count, ended) => listener(count, ended);
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  #tell(ended: EndedWrite | undefined): void {
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) guarded(() => listener(this.count, ended));
    }
  }
}
