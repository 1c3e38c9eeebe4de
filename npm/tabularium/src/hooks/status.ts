import type { CountsCalls, Mode, SharedDatabase } from './database.js';

/** What a component can show of a database. */
export interface DatabaseStatus<Db extends SharedDatabase = SharedDatabase> {
  /** The database; undefined while it is being opened. */
  readonly db: Db | undefined;
  /** Whether it can be used. */
  readonly ready: boolean;
  /** Whether this tab leads; false until that is known. */
  readonly isLeader: boolean;
  /** What this tab is; undefined until that is known. */
  readonly role: 'leader' | 'follower' | undefined;
  /** Why it could not be opened, or was lost later; undefined for one that the application has closed. */
  readonly error: unknown;
  /** What is really in use; undefined until that is known. */
  readonly mode: Mode | undefined;
  /** How many calls of this tab have not ended. */
  readonly pending: number;
}

/** What is so before anything is known, as when rendering on a server. */
export const UNKNOWN: DatabaseStatus<never> = {
  db: undefined,
  ready: false,
  isLeader: false,
  role: undefined,
  error: undefined,
  mode: undefined,
  pending: 0,
};

/** Follows what a component can show of a database, for as many components as there are. */
export class StatusStore<Db extends SharedDatabase = SharedDatabase> {
  readonly #listeners = new Set<() => void>();
  #db: (Db & CountsCalls) | undefined;
  #isReady = false;
  #error: unknown;
  #status: DatabaseStatus<Db> = UNKNOWN;
  #isTelling = false;

  constructor(source: Db | PromiseLike<Db>) {
    if ('then' in source) source.then((db) => this.#opened(db), this.#failed);
    else this.#opened(source);
  }

  /** The same object until something changes. */
  readonly current = (): DatabaseStatus<Db> => this.#status;

  /** Calls back after every change. Returns what stops it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #opened(db: Db): void {
    this.#db = db;
    db.onLeaderChange(this.#change);
    if (db.waitReady === undefined) this.#becameReady();
    else db.waitReady.then(() => this.#becameReady(), this.#failed);
    this.#update();
  }

  #becameReady(): void {
    this.#isReady = true;
    this.#db?.calls?.watchers.add(this.#changeSoon);
    this.#change();
  }

  readonly #failed = (error: unknown): void => {
    this.#error = error;
    this.#change();
  };

  readonly #change = (): void => {
    this.#update();
    for (const listener of [...this.#listeners]) listener();
  };

  /** Many calls begin and end at once; what is shown changes once. */
  readonly #changeSoon = (): void => {
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.#change();
    });
  };

  #update(): void {
    const db = this.#db;
    const ready = this.#isReady && db?.closed === false;
    const isLeader = db?.isLeader === true;
    const role = !ready ? undefined : isLeader ? 'leader' : 'follower';
    const pending = db?.calls?.pending ?? 0;
    const refusal = db?.calls?.refusal;
    const error = this.#error ?? (refusal?.code === 'CLOSED' ? undefined : refusal);
    this.#status = { db, ready, isLeader, role, error, mode: db?.mode, pending };
  }
}

const stores = new WeakMap<object, StatusStore>();

/** The one store of a database, or of the promise of one. */
export function storeOf<Db extends SharedDatabase>(source: Db | PromiseLike<Db>): StatusStore<Db> {
  let store = stores.get(source) as StatusStore<Db> | undefined;
  if (store === undefined) {
    store = new StatusStore(source);
    stores.set(source, store as unknown as StatusStore);
  }
  return store;
}
