import type { NodeRecord } from './fileNodes.js';
import { type Changes, PAGE_BYTES, type PageRecord } from './pageFiles.js';

/** Browsers read a few large values ten times as fast as the same bytes in many small ones. */
const PAGES_PER_RECORD = 128;
const NO_BYTES = new Uint8Array(0);

/** What a page store writes down at once, in one value: later records count more than earlier ones. */
export interface LogRecord {
  /** The numbers of the pages in `bytes`, in their order. */
  readonly keys: Float64Array<ArrayBuffer>;
  /** The numbers of pages of zeros. */
  readonly zeroKeys: Float64Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Files and folders that are gone. */
  readonly removedIds: readonly number[];
  /** Files and folders that have changed, or all there are. */
  readonly nodes: readonly NodeRecord[];
  /** What earlier records say of files and folders counts no longer. */
  readonly isComplete: boolean;
}

/** Puts into records what has changed, as few as possible; with `isComplete` all files and folders are among it. */
export function packed({ removedIds, nodes, pages }: Changes, isComplete = false): LogRecord[] {
  const records: LogRecord[] = [];
  const full = pages.filter(({ bytes }) => bytes.length > 0);
  let at = 0;
  for (; full.length - at > PAGES_PER_RECORD; at += PAGES_PER_RECORD) {
    const some = together(full.slice(at, at + PAGES_PER_RECORD));
    records.push({ ...some, zeroKeys: new Float64Array(0), removedIds: [], nodes: [], isComplete: false });
  }
  const zeroKeys = Float64Array.from(pages.filter(({ bytes }) => bytes.length === 0).map(({ key }) => key));
  records.push({ ...together(full.slice(at)), zeroKeys, removedIds, nodes, isComplete });
  return records;
}

function together(pages: readonly PageRecord[]): Pick<LogRecord, 'keys' | 'bytes'> {
  const bytes = new Uint8Array(pages.length * PAGE_BYTES);
  pages.forEach((page, i) => bytes.set(page.bytes, i * PAGE_BYTES));
  return { keys: Float64Array.from(pages.map(({ key }) => key)), bytes };
}

/** The files and folders that are left after all records. */
export function nodesOf(records: Iterable<LogRecord>): NodeRecord[] {
  const nodes = new Map<number, NodeRecord>();
  for (const record of records) {
    if (record.isComplete) nodes.clear();
    for (const id of record.removedIds) nodes.delete(id);
    for (const node of record.nodes) nodes.set(node.id, node);
  }
  return [...nodes.values()];
}

/** The pages of records, as views of their bytes. */
export function* pagesOf(records: Iterable<LogRecord>): Generator<PageRecord> {
  for (const { keys, zeroKeys, bytes } of records) {
    for (const [i, key] of keys.entries()) {
      yield { key, bytes: bytes.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES) };
    }
    for (const key of zeroKeys) yield { key, bytes: NO_BYTES };
  }
}

/** How many pages a record has. */
export function pageCountOf({ keys, zeroKeys }: LogRecord): number {
  return keys.length + zeroKeys.length;
}
