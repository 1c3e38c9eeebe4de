import type { Feed, FeedEntry } from '../sqlite/changeFeed.js';
import type { Tabularium } from '../tabularium.js';

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

/** A moment, by the clock that all tabs of a browser read, and by one of this tab that nobody can set. */
interface Moment {
  readonly epochMs: number;
  readonly steadyMs: number;
}

/** By how much the two clocks may differ though nobody has set one: browsers tell the time coarsely. */
const COARSENESS_MS = 100;

/** Follows what all tabs change. Every commit is told at least once, unless many come at a time: then the last ones and `unknown`. */
export class Changes {
  readonly #own: string;
  readonly #tell: (change: Change) => void;
  #begun: Moment | undefined;
  #seen: number | undefined;
  #end: () => void = () => {};

  /** @param own - what this tab calls itself when it writes */
  constructor(own: string, tell: (change: Change) => void) {
    this.#own = own;
    this.#tell = tell;
  }

  /** Tells of what is committed from now on, also where the leader answers later. Twice is once. */
  begin(db: Tabularium): void {
    if (this.#begun !== undefined) return;
    this.#begun = now();
    const { page } = db.calls;
    const stopWatching = db.onLeaderChange(() => {
      // What the leader before committed last may not have been told, and the next one counts anew.
      if (this.#seen !== undefined) this.#seen = 0;
      this.#sayUnknown();
    });
    const subscription = page.subscribe(
      'all changes',
      { sql: '', channel: 'changes' },
      (payload) => this.#take(JSON.parse(new TextDecoder().decode(payload)) as Feed),
      () => {}, // Where no tab can lead nothing is committed. Whoever leads next is asked again.
    );
    this.#end = () => {
      stopWatching();
      page.unsubscribe(subscription);
    };
  }

  end(): void {
    this.#end();
  }

  #take({ entries }: Feed): void {
    const seen = this.#seen ?? this.#lastBefore(entries);
    this.#seen = numberOf(entries.at(-1));
    const news = entries.filter(({ number }) => number > seen);
    if (news.length > 0 && news[0]!.number > seen + 1) this.#sayUnknown();
    for (const { kinds, atMs, by } of news) {
      const ageMs = Math.max(0, Date.now() - atMs);
      this.#tell({ types: kinds as readonly ChangeType[], isOwn: by === this.#own, ageMs });
    }
  }

  /** The number of the last entry from before this tab followed. Only the clock can tell, unless it was set back since. */
  #lastBefore(entries: readonly FeedEntry[]): number {
    const { epochMs, steadyMs } = this.#begun!;
    const { epochMs: nowEpochMs, steadyMs: nowSteadyMs } = now();
    const setBackMs = nowSteadyMs - steadyMs - (nowEpochMs - epochMs);
    if (setBackMs > COARSENESS_MS && entries.length > 0) {
      this.#sayUnknown();
      return numberOf(entries.at(-1));
    }
    return numberOf(entries.filter(({ atMs }) => atMs < epochMs).at(-1));
  }

  #sayUnknown(): void {
    this.#tell({ types: ['unknown'], isOwn: false, ageMs: undefined });
  }
}

function now(): Moment {
  return { epochMs: Date.now(), steadyMs: performance.now() };
}

function numberOf(entry: FeedEntry | undefined): number {
  return entry?.number ?? 0;
}
