import type { Tabularium } from '../tabularium.js';
import { checkOpen } from './errors.js';

const ASK_AGAIN_AFTER_MS = 250;

/**
 * Lets a tab ask for leadership: the tab that leads hands it on to whoever is next in line, until it is the one that asks.
 * Tabs that do not use this API do not hear it.
 */
export class LeadershipRequests {
  readonly #db: Tabularium;
  readonly #channel: BroadcastChannel;

  constructor(db: Tabularium, path: string) {
    this.#db = db;
    this.#channel = new BroadcastChannel(`tabularium/coordination/${path}`);
    this.#channel.onmessage = () => {
      if (db.isLeader) db.resign();
    };
  }

  /** Resolves when this tab leads; false when it does not within the time. */
  async request(timeoutMs: number): Promise<boolean> {
    checkOpen(this.#db);
    const endMs = performance.now() + timeoutMs;
    while (!this.#db.isLeader && performance.now() < endMs) {
      this.#channel.postMessage('resign');
      await leads(this.#db, Math.min(ASK_AGAIN_AFTER_MS, endMs - performance.now()));
    }
    return this.#db.isLeader;
  }

  close(): void {
    this.#channel.close();
  }
}

/** Resolves when this tab leads, or after a time; whether it leads. Rejects when the database is closed meanwhile. */
export async function leads(db: Tabularium, timeoutMs: number): Promise<boolean> {
  checkOpen(db);
  if (db.isLeader) return true;
  const { watchers } = db.calls;
  await new Promise<void>((resolve) => {
    const end = () => {
      stop();
      watchers.delete(endIfClosed);
      clearTimeout(timer);
      resolve();
    };
    const endIfClosed = () => {
      if (db.closed) end();
    };
    const stop = db.onLeaderChange(({ isLeader }) => {
      if (isLeader) end();
    });
    watchers.add(endIfClosed);
    const timer = setTimeout(end, Math.max(0, timeoutMs));
  });
  checkOpen(db);
  return db.isLeader;
}
