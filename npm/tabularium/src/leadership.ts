import { guarded } from './guarded.js';
import type { LeaderInfo } from './page.js';
import { sample } from './samples.js';

/** What a tab is: the one that owns the engine, or one that works through it. */
export type Role = 'leader' | 'follower';

/** A change of leader, as this tab learns of it. */
export interface LeaderChange {
  /** Grows with each leader of this database. */
  readonly term: number;
  /** Whether this tab leads now. */
  readonly isLeader: boolean;
  readonly role: Role;
  /** The leader's id, the same in all tabs. */
  readonly leaderId: string;
  /** The new leader had to begin with an empty store: an in-memory database died with its leader, or was evicted. */
  readonly dataLost: boolean;
}

/** Who leads, as far as this tab knows. */
export class Leadership {
  readonly #listeners = new Set<(change: LeaderChange) => void>();
  #current: LeaderInfo;
  #isLeader: boolean;
  /** How often the leader has changed. */
  changeCount = 0;
  /** For how long this tab had no leader at the last changes, in milliseconds. */
  readonly gapsMs: number[] = [];

  constructor(first: LeaderInfo) {
    this.#current = first;
    this.#isLeader = first.isLeader;
  }

  /** The leader last heard of. */
  get current(): LeaderInfo {
    return this.#current;
  }

  /** Whether this tab leads; false from the moment it stops, before the next leader is known. */
  get isLeader(): boolean {
    return this.#isLeader;
  }

  /** Has `listener` told of every later change, once each. Returns how to stop that. */
  onChange(listener: (change: LeaderChange) => void): () => void {
    // A function of its own, so that the same callback given twice counts twice and stops separately.
    const entry = (change: LeaderChange) => listener(change);
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  welcomed(info: LeaderInfo): void {
    const isChange = info.term !== this.#current.term || info.leaderId !== this.#current.leaderId;
    this.#current = info;
    this.#isLeader = info.isLeader;
    if (!isChange) return;
    this.changeCount++;
    sample(this.gapsMs, info.missedMs);
    const change: LeaderChange = {
      term: info.term,
      isLeader: info.isLeader,
      role: info.isLeader ? 'leader' : 'follower',
      leaderId: info.leaderId,
      dataLost: info.isFresh,
    };
    for (const listener of [...this.#listeners]) {
      if (this.#listeners.has(listener)) guarded(() => listener(change));
    }
  }

  demoted(): void {
    this.#isLeader = false;
  }
}
