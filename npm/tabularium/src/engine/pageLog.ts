import { type LogRecord, nodesOf, packed, pageCountOf, pagesOf } from './logRecords.js';
import type { Changes, PageFiles } from './pageFiles.js';

/** When a log is put in order. */
interface Limits {
  /** With so many records since the last packing the next flush packs what is in them. */
  readonly recordsMax: number;
  /** So many pages that count no longer are no waste yet, however small the database is. */
  readonly wasteMinPages: number;
}

const LIMITS: Limits = { recordsMax: 256, wasteMinPages: 1024 };

/** Also what was never read: a store that was not made whole may hold records. */
const ALL = [0, Infinity] as const;

/** What one flush writes. */
export interface Writing {
  /** Under numbers that follow on each other, the first under this one. */
  readonly firstKey: number;
  readonly records: readonly LogRecord[];
  /** The first and the last number of the records that are removed. */
  readonly removed: readonly [number, number] | undefined;
}

/**
 * Decides which records a page store's log is made of. Nothing here touches the store.
 *
 * A flush adds what has changed. After many flushes the pages they wrote are packed: written once more, without those
 * that have been written over, in place of the many. When most of the whole log counts no longer, all of it is written
 * anew.
 */
export class PageLog {
  #lastKey = 0;
  /** The last record with all files and folders; those after it have not been packed. */
  #packedKey = 0;
  /** The numbers of the pages in records that have not been packed. */
  readonly #recentPages = new Set<number>();
  #recentPageCount = 0;
  #pageCount = 0;
  #wasteLimit = 0;
  readonly #limits: Limits;

  constructor(limits = LIMITS) {
    this.#limits = limits;
  }

  /** Takes over what a store holds. */
  load(files: PageFiles, keys: readonly number[], records: readonly LogRecord[]): void {
    files.load(nodesOf(records), pagesOf(records));
    this.#lastKey = keys.at(-1) ?? 0;
    const packedCount = records.map(({ isComplete }) => isComplete).lastIndexOf(true) + 1;
    this.#packedKey = keys[packedCount - 1] ?? 0;
    for (const record of records.slice(packedCount)) this.#noteRecent(record);
    this.#pageCount = countPages(records);
  }

  /** What is to be written so that the store holds what the files hold. */
  changed(files: PageFiles, changes: Changes): Writing {
    if (this.#isWasteful(files)) return this.whole(files);
    if (this.#lastKey - this.#packedKey < this.#limits.recordsMax) return this.#following(packed(changes), undefined);
    const recent = new Set(this.#recentPages);
    for (const { key } of changes.pages) recent.add(key);
    const current: Changes = { removedIds: [], nodes: files.nodes(), pages: files.pagesAt(recent) };
    return this.#following(packed(current, true), [this.#packedKey + 1, this.#lastKey]);
  }

  /** All there is, in place of whatever the store holds. */
  whole(files: PageFiles): Writing {
    return this.#following(packed(files.all(), true), ALL);
  }

  /** This has been written. */
  written({ firstKey, records, removed }: Writing): void {
    this.#lastKey = firstKey + records.length - 1;
    if (removed === undefined) {
      records.forEach((record) => this.#noteRecent(record));
    } else {
      this.#pageCount -= removed === ALL ? this.#pageCount : this.#recentPageCount;
      this.#packedKey = this.#lastKey;
      this.#recentPages.clear();
      this.#recentPageCount = 0;
    }
    this.#pageCount += countPages(records);
  }

  #following(records: readonly LogRecord[], removed: readonly [number, number] | undefined): Writing {
    return { firstKey: this.#lastKey + 1, records, removed };
  }

  #noteRecent(record: LogRecord): void {
    for (const key of record.keys) this.#recentPages.add(key);
    for (const key of record.zeroKeys) this.#recentPages.add(key);
    this.#recentPageCount += pageCountOf(record);
  }

  #isWasteful(files: PageFiles): boolean {
    if (this.#pageCount <= this.#wasteLimit) return false;
    // Counting the files' pages is not for every flush.
    this.#wasteLimit = 2 * files.pageCount + this.#limits.wasteMinPages;
    return this.#pageCount > this.#wasteLimit;
  }
}

function countPages(records: readonly LogRecord[]): number {
  return records.reduce((count, record) => count + pageCountOf(record), 0);
}
