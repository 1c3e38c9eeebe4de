import type { TabulariumErrorCode } from '../index.js';
import type { Feed } from '../sqlite/changeFeed.js';
import type { Tabularium } from '../tabularium.js';
import { refused } from './errors.js';

/**
 * What has changed: rows were inserted, changed or deleted, or the schema was; `import` when the whole database was replaced,
 * and `unknown` where this tab has not been told what, because the leader went or it has missed too much.
 */
export type ChangeType = 'insert' | 'update' | 'delete' | 'schema' | 'import' | 'unknown';

/** A commit. */
export interface Change {
  /** All that has changed, each kind once. */
  readonly types: readonly ChangeType[];
  /** Whether this tab's database made it. */
  readonly isOwn: boolean;
  /** How long ago it was committed, in milliseconds; undefined where that is not known. */
  readonly ageMs: number | undefined;
}

/** Follows what all tabs change. Every commit is told at least once, unless many come at a time: then the last ones and `unknown`. */
export class Changes {
  readonly #own: string;
  readonly #tell: (change: Change) => void;
  #seen: number | undefined;
  #end: () => void = () => {};

  /** @param own - what this tab calls itself when it writes */
  constructor(own: string, tell: (change: Change) => void) {
    this.#own = own;
    this.#tell = tell;
  }

  /** Begins; resolves when changes are told from now on. */
  begin(db: Tabularium): Promise<void> {
    const { page } = db.calls;
    const stopWatching = db.onLeaderChange(() => {
      // What the leader before committed last may not have been told, and the next one counts anew.
      if (this.#seen !== undefined) this.#seen = 0;
      this.#sayUnknown();
    });
    return new Promise<void>((resolve, reject) => {
      const subscription = page.subscribe(
        'all changes',
        { sql: '', channel: 'changes' },
        (payload) => {
          this.#take(JSON.parse(new TextDecoder().decode(payload)) as Feed);
          resolve();
        },
        ({ code, message }) => reject(refused(code as TabulariumErrorCode, message)),
      );
      this.#end = () => {
        stopWatching();
        page.unsubscribe(subscription);
      };
    });
  }

  end(): void {
    this.#end();
  }

  #take({ entries }: Feed): void {
    const last = entries.at(-1)?.number ?? 0;
    const seen = this.#seen ?? last;
    this.#seen = last;
    const news = entries.filter(({ number }) => number > seen);
    if (news.length > 0 && news[0]!.number > seen + 1) this.#sayUnknown();
    for (const { kinds, atMs, by } of news) {
      this.#tell({ types: kinds as readonly ChangeType[], isOwn: by === this.#own, ageMs: Date.now() - atMs });
    }
  }

  #sayUnknown(): void {
    this.#tell({ types: ['unknown'], isOwn: false, ageMs: undefined });
  }
}
