import type { NodeRecord } from './fileNodes.js';
import { FrameLog, type Predecessor } from './frameLog.js';
import { type PageFile, readPart } from './pageFile.js';
import { type Changes, PAGE_BYTES, PageFiles } from './pageFiles.js';
import { type PageMap, PageMapFiles } from './pageMap.js';
import { PageSlots } from './pageSlots.js';
import type { FlushLevel } from './store.js';
import { StoredPages } from './storedPages.js';

/** With so much in the log its pages are put into their slots. */
const LOG_BYTES = 8 * 2 ** 20;
/** What the first frame of all follows on. */
const NOTHING: Predecessor = { seq: 0, sum: 0 };

/** What a frame of the log says beside the bytes of its pages, which are in its body. */
interface FrameMeta {
  readonly removedIds: readonly number[];
  readonly nodes: readonly NodeRecord[];
  readonly keys: readonly number[];
  readonly zeroKeys: readonly number[];
}

/** The files that page files are kept in, open for nobody else. */
export interface DiskFiles {
  readonly log: PageFile;
  readonly pages: PageFile;
  readonly maps: readonly PageFile[];
}

/**
 * A database's files in a few large ones, page by page.
 *
 * `pages` has a slot for each page that is not all zeros, `maps` say in turns which page is in which slot, and `log`
 * has what came since. A flush adds one frame to the log, all or nothing. When the log is long a *checkpoint* writes
 * its pages into slots that no file uses now, then the map, and then the log begins anew. The older map and the log are
 * a whole until the new map is: what the older map says is in the slots that were written over, the log has later
 * versions of, or says is gone.
 *
 * Opening reads the map and the log. Pages are read when the engine asks for them, and only some of them are kept in
 * memory; what has changed is kept there until it is flushed.
 */
export class PageDisk {
  readonly files: PageFiles;
  readonly #logFile: PageFile;
  readonly #log: FrameLog;
  readonly #slots: PageSlots;
  readonly #maps: PageMapFiles;
  readonly #logBytes: number;
  #isWhole: boolean;
  /** Writing a map has failed; it may be on the disk nevertheless. */
  #hasDoubtfulMap = false;
  /** Without it a page's content could pass for a frame of the log. */
  readonly #salt: number;
  /** After a checkpoint for which there was no room the log may grow as much again before the next one. */
  #checkpointBytes: number;

  /** Reads what there is. */
  constructor({ log, pages, maps }: DiskFiles, logBytes = LOG_BYTES, residentPages?: number) {
    this.files = new PageFiles((place) => this.#read(place), residentPages);
    this.#logFile = log;
    this.#slots = new PageSlots(pages);
    this.#maps = new PageMapFiles(maps);
    this.#logBytes = logBytes;
    this.#checkpointBytes = logBytes;
    const map = this.#maps.read();
    this.#isWhole = map !== undefined;
    this.#salt = map === undefined ? newSalt() : map.salt;
    this.#log = new FrameLog(log, map?.last ?? NOTHING, this.#salt);
    if (map !== undefined) this.#load(map);
  }

  /** Whether there is something. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /**
   * Writes what has changed, all or nothing. After a failure the changes are written with the next flush. The first
   * flush makes a whole of it.
   */
  flush(level: FlushLevel): void {
    const changes = this.files.takeChanges();
    let isWritten = false;
    try {
      if (this.#isWhole) this.#append(changes, level);
      else this.#checkpoint();
      isWritten = true;
    } finally {
      this.files.settle(changes, isWritten);
    }
  }

  #load({ nodes, keys, slots }: PageMap): void {
    const stored = new StoredPages();
    stored.addNodes(nodes);
    for (const [i, key] of keys.entries()) stored.place(key, slots[i]);
    for (const { frame, bodyAt } of this.#log.replay()) {
      const meta = frame.meta as FrameMeta;
      stored.removeNodes(meta.removedIds);
      stored.addNodes(meta.nodes);
      for (const [i, key] of meta.keys.entries()) stored.place(key, inLog(bodyAt, i));
      for (const key of meta.zeroKeys) stored.place(key, undefined);
    }
    stored.loadInto(this.files);
  }

  #append({ removedIds, nodes, pages }: Changes, level: FlushLevel): void {
    const isFlushed = level === 'disk';
    if (removedIds.length + nodes.length + pages.length === 0) {
      if (isFlushed && this.#log.isBehindDisk) this.#log.flush();
      return;
    }
    const full = pages.filter(({ bytes }) => bytes.length > 0);
    const keys = full.map(({ key }) => key);
    const zeroKeys = pages.filter(({ bytes }) => bytes.length === 0).map(({ key }) => key);
    const meta: FrameMeta = { removedIds, nodes, keys, zeroKeys };
    const body = full.map(({ bytes }) => bytes);
    const bodyAt = this.#log.append(meta, body, isFlushed);
    for (const [i, key] of keys.entries()) this.files.locate(key, inLog(bodyAt, i));
    for (const key of zeroKeys) this.files.locate(key, undefined);
    if (this.#log.sizeBytes > this.#checkpointBytes) this.#tryCheckpoint();
  }

  /** What the log says stays true, so a disk that has no room for a second copy of it does no harm. */
  #tryCheckpoint(): void {
    try {
      this.#checkpoint();
    } catch (cause) {
      if ((cause as Error).name !== 'QuotaExceededError') throw cause;
      this.#checkpointBytes = this.#log.sizeBytes + this.#logBytes;
    }
  }

  /** Puts every page that is not in a slot into one. To be called when nothing is dirty. */
  #checkpoint(): void {
    if (this.#log.isBehindDisk) this.#log.flush();
    this.#dropDoubtfulMap();
    const keys: number[] = [];
    const slots: number[] = [];
    const homeless: number[] = [];
    for (const { key, place } of this.files.placed()) {
      if (place === undefined || isInLog(place)) {
        homeless.push(key);
      } else {
        keys.push(key);
        slots.push(place);
      }
    }
    const used = new Set(slots);
    const moved = this.files.pagesAt(homeless).filter(({ bytes }) => bytes.length > 0);
    const bytes = moved.map((page) => page.bytes);
    const found = this.#slots.write(bytes, used);
    for (const [i, { key }] of moved.entries()) {
      keys.push(key);
      slots.push(found[i]!);
      used.add(found[i]!);
    }
    this.#hasDoubtfulMap = true;
    const { last } = this.#log;
    const nodes = this.files.nodes();
    const salt = this.#salt;
    this.#maps.write({ last, salt, nodes, keys: Float64Array.from(keys), slots: Float64Array.from(slots) });
    this.#hasDoubtfulMap = false;
    this.#isWhole = true;
    for (const [i, { key }] of moved.entries()) this.files.locate(key, found[i]);
    this.#log.restart(this.#logBytes);
    this.#slots.shrink(used);
    this.#checkpointBytes = this.#logBytes;
  }

  /** A map whose writing failed must not be found later: from now on other pages are put into the slots that it names. */
  #dropDoubtfulMap(): void {
    if (!this.#hasDoubtfulMap) return;
    this.#maps.dropOlder();
    this.#hasDoubtfulMap = false;
  }

  #read(place: number): Uint8Array<ArrayBuffer> {
    return isInLog(place) ? readPart(this.#logFile, -place, PAGE_BYTES) : this.#slots.read(place);
  }
}

function newSalt(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]! || 1;
}

/** The place of a frame's page. Slots are their numbers, and so never less than zero. */
function inLog(bodyAt: number, index: number): number {
  return -(bodyAt + index * PAGE_BYTES);
}

function isInLog(place: number): boolean {
  return place < 0;
}
