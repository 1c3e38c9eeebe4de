/** How many changes a tab can be told of at once; who has missed more is told that there were some. */
const KEPT_COUNT = 64;
const encoder = new TextEncoder();

/** One commit, as whoever follows all changes is told of it. */
export interface FeedEntry {
  /** The commits of this leader, counted from 1. */
  readonly number: number;
  /** Who has written, as it called itself; null for somebody without a name. */
  readonly by: string | null;
  /** `insert`, `update`, `delete`, `schema`, `import`. */
  readonly kinds: readonly string[];
  /** When it was committed, in milliseconds since 1970. */
  readonly atMs: number;
}

/** What a subscription to all changes gives: the last ones, in their order. */
export interface Feed {
  readonly entries: readonly FeedEntry[];
}

/** Remembers the last changes, of whatever table, for those who follow all of them. */
export class ChangeFeed {
  #entries: FeedEntry[] = [];
  #number = 0;

  /** Adds a commit. */
  add(by: string | null, kinds: readonly string[]): void {
    this.#number++;
    this.#entries.push({ number: this.#number, by, kinds: [...kinds], atMs: Date.now() });
    if (this.#entries.length > KEPT_COUNT) this.#entries.shift();
  }

  /** The last changes as bytes. */
  result(): Uint8Array {
    const feed: Feed = { entries: this.#entries };
    return encoder.encode(JSON.stringify(feed));
  }
}
