import { unreadable } from './engineError.js';
import { FORMAT, type Predecessor, unknownFormat } from './frameLog.js';
import { decodeFrame, encodeFrame, type Frame } from './frames.js';
import { type PageFile, readAll, writeAll } from './pageFile.js';
import type { NodeRecord } from './fileNodes.js';

/** Where the pages of all files are, as they were after one frame of the log. */
export interface PageMap {
  /** The frame. Those that come after it count as well. */
  readonly last: Predecessor;
  /** What the checksums of the log's frames begin with; 0 in a store of an earlier version. */
  readonly salt: number;
  readonly nodes: readonly NodeRecord[];
  /** The numbers of the pages that are not zeros. */
  readonly keys: Float64Array<ArrayBuffer>;
  /** The slot of each of them. */
  readonly slots: Float64Array<ArrayBuffer>;
}

interface Meta {
  readonly nodes: readonly NodeRecord[];
  readonly salt?: number;
}

/**
 * The newest map that is whole among those that are read, if there is one. They are written in turns, so while one is
 * written the other one is whole.
 */
export function newestMap(files: readonly Uint8Array<ArrayBuffer>[]): { map: PageMap; index: number } | undefined {
  let newest: { frame: Frame; index: number } | undefined;
  for (const [index, bytes] of files.entries()) {
    const frame = decodeFrame(bytes, 0);
    if (frame !== undefined && frame.seq > (newest?.frame.seq ?? -1)) newest = { frame, index };
  }
  if (newest === undefined) return undefined;
  const { frame, index } = newest;
  if (frame.format > FORMAT) throw unknownFormat(frame.format);
  const numbers = new Float64Array(frame.body.slice().buffer);
  if (numbers.length % 2 !== 0) throw unreadable('its map of pages is damaged');
  const half = numbers.length / 2;
  const last = { seq: frame.seq, sum: frame.previousSum };
  const { nodes, salt = 0 } = frame.meta as Meta;
  return { map: { last, salt, nodes, keys: numbers.slice(0, half), slots: numbers.slice(half) }, index };
}

/** The two files of a store's map. */
export class PageMapFiles {
  readonly #files: readonly PageFile[];
  #newest = 0;

  constructor(files: readonly PageFile[]) {
    this.#files = files;
  }

  /** Reads the map, and makes sure that it is on the disk: whoever wrote it may have died before it was flushed. */
  read(): PageMap | undefined {
    const found = newestMap(this.#files.map(readAll));
    this.#newest = found?.index ?? 0;
    if (found !== undefined) this.#files[found.index]!.flush();
    return found?.map;
  }

  /** Writes the map to the disk, in place of the older one. */
  write({ last, salt, nodes, keys, slots }: PageMap): void {
    const index = (this.#newest + 1) % this.#files.length;
    const head = { format: FORMAT, seq: last.seq, previousSum: last.sum, flushedSeq: last.seq };
    const { bytes } = encodeFrame(head, { nodes, salt } satisfies Meta, [bytesOf(keys), bytesOf(slots)]);
    const file = this.#files[index]!;
    writeAll(file, bytes, 0);
    file.flush();
    this.#newest = index;
  }

  /** Makes sure that nothing but the newest map is on the disk. */
  dropOlder(): void {
    const file = this.#files[(this.#newest + 1) % this.#files.length]!;
    file.truncate(0);
    file.flush();
  }
}

function bytesOf(numbers: Float64Array<ArrayBuffer>): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
