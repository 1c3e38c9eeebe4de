import {
  DEFAULT_MODE,
  type File,
  file,
  type FileNode,
  type Folder,
  folder,
  type NodeRecord,
  recordOf,
  sameFolder,
} from './fileNodes.js';

/** PostgreSQL's page, the unit in which files are kept and written out. */
export const PAGE_BYTES = 8192;
/** How many pages a file can have; each page's number is of its file alone. */
const PAGES_PER_FILE = 2 ** 20;
/** How large a file can be: 8 GB, eight times what PostgreSQL puts into one. */
export const MAX_FILE_BYTES = PAGES_PER_FILE * PAGE_BYTES;
/** The root folder, which always exists and is not written out. */
const ROOT_ID = 0;

/**
 * A page under the number by which it is kept. A page of zeros has no bytes; others have those of the files, which whoever
 * needs them for longer than until the next write copies.
 */
export interface PageRecord {
  readonly key: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What has to be written so that a store holds what the files hold: first what goes, then what comes. */
export interface Changes {
  /** Files and folders that are gone, with all their pages. */
  readonly removedIds: readonly number[];
  readonly nodes: readonly NodeRecord[];
  readonly pages: readonly PageRecord[];
}

/** Reads a page from where a store has it. */
export type ReadPage = (place: number) => Uint8Array<ArrayBuffer>;

/** A page, and where the store has it, if it has. */
export interface PlacedPage {
  readonly key: number;
  readonly place: number | undefined;
}

/** The number under which a page of a file is kept. */
export function pageKey(fileId: number, page: number): number {
  return fileId * PAGES_PER_FILE + page;
}

/** The file a page belongs to. */
export function fileIdOf(key: number): number {
  return Math.floor(key / PAGES_PER_FILE);
}

/** Which of its file's pages it is. */
export function pageNumberOf(key: number): number {
  return key % PAGES_PER_FILE;
}

/** So many pages that were asked for, or written, stay in memory beside those that must: 64 MB. */
const RESIDENT_PAGES = 8192;

/**
 * The files of one database, page by page, and what has changed in them since it was last written out. All pages are
 * in memory, unless a store says of some where it has them: those are read when they are asked for, and may go again.
 *
 * Every page that a file gains is written out, also one of zeros: a store may still have an older page under its
 * number. The time of a file's last change is kept, but a mere write does not make it known; PostgreSQL goes by none.
 */
export class PageFiles {
  readonly root: Folder = folder(ROOT_ID, undefined, '', DEFAULT_MODE.folder, 0);
  #lastId = ROOT_ID;
  readonly #dirtyNodes = new Set<FileNode>();
  readonly #dirtyFiles = new Set<File>();
  readonly #removedIds = new Set<number>();
  readonly #files = new Map<number, File>();
  readonly #taken = new Map<Changes, readonly Taken[]>();
  readonly #readPage: ReadPage | undefined;
  readonly #residentPages: number;
  #residentCount = 0;
  #residentLimit: number;

  constructor(readPage?: ReadPage, residentPages = RESIDENT_PAGES) {
    this.#readPage = readPage;
    this.#residentPages = residentPages;
    this.#residentLimit = residentPages;
  }

  /** Takes over what a store holds; of the pages with one number the last is the one. Nothing of it is dirty. */
  load(nodes: readonly NodeRecord[], pages: Iterable<PageRecord> = []): void {
    const all = new Map<number, FileNode>([[ROOT_ID, this.root]]);
    for (const { id, name, mode, mtimeMs, sizeBytes } of nodes) {
      all.set(
        id,
        sizeBytes === undefined
          ? folder(id, undefined, name, mode, mtimeMs)
          : file(id, undefined, name, mode, mtimeMs, sizeBytes),
      );
      this.#lastId = Math.max(this.#lastId, id);
    }
    for (const { id, parentId, name } of nodes) {
      const parent = all.get(parentId);
      if (parent?.children === undefined) throw new Error(`the folder of ${name} is missing`);
      const node = all.get(id)!;
      node.parent = parent;
      parent.children.set(name, node);
      if (node.children === undefined) this.#files.set(id, node);
    }
    for (const { key, bytes } of pages) {
      const id = fileIdOf(key);
      // A number that has been used is not used again while pages are kept under it.
      this.#lastId = Math.max(this.#lastId, id);
      const file = this.#files.get(id);
      const number = pageNumberOf(key);
      if (file === undefined || number >= countPages(file.sizeBytes)) continue;
      file.pages[number] = bytes.length === 0 ? undefined : bytes;
    }
  }

  add(parent: Folder, name: string, kind: 'file' | 'folder', mode: number | undefined): FileNode {
    const id = ++this.#lastId;
    const node =
      kind === 'folder'
        ? folder(id, parent, name, mode ?? DEFAULT_MODE.folder, Date.now())
        : file(id, parent, name, mode ?? DEFAULT_MODE.file, Date.now(), 0);
    parent.children.set(name, node);
    if (node.children === undefined) this.#files.set(id, node);
    this.#dirtyNodes.add(node);
    return node;
  }

  remove(node: FileNode): void {
    node.parent!.children.delete(node.name);
    node.parent = undefined;
    this.#files.delete(node.id);
    this.#dirtyNodes.delete(node);
    if (node.children === undefined) this.#dirtyFiles.delete(node);
    this.#removedIds.add(node.id);
  }

  /** Moves a file or folder, in place of the one that is there. */
  move(node: FileNode, parent: Folder, name: string): void {
    const replaced = parent.children.get(name);
    if (replaced === node) return;
    if (replaced !== undefined) this.remove(replaced);
    node.parent!.children.delete(node.name);
    node.parent = parent;
    node.name = name;
    parent.children.set(name, node);
    this.#dirtyNodes.add(node);
  }

  setAttributes(node: FileNode, attributes: { mode?: number; mtimeMs?: number }): void {
    Object.assign(node, attributes);
    this.#touch(node);
  }

  /** Reads what there is of the range; returns how many bytes that was. */
  read(source: File, target: Uint8Array, position: number): number {
    const end = Math.min(position + target.length, source.sizeBytes);
    for (let at = position; at < end; ) {
      const offset = at % PAGE_BYTES;
      const count = Math.min(PAGE_BYTES - offset, end - at);
      const page = this.#page(source, (at - offset) / PAGE_BYTES);
      if (page === undefined) target.fill(0, at - position, at - position + count);
      else target.set(page.subarray(offset, offset + count), at - position);
      at += count;
    }
    return Math.max(0, end - position);
  }

  write(target: File, bytes: Uint8Array, position: number): void {
    if (bytes.length === 0) return;
    const end = position + bytes.length;
    if (end > target.sizeBytes) this.#grow(target, end);
    for (let at = position; at < end; ) {
      const offset = at % PAGE_BYTES;
      const number = (at - offset) / PAGE_BYTES;
      const count = Math.min(PAGE_BYTES - offset, end - at);
      // Of a page that is written whole what was there before need not be read.
      const before = count === PAGE_BYTES ? target.pages[number] : this.#page(target, number);
      const page = before ?? this.#keep(target, number, new Uint8Array(PAGE_BYTES));
      page.set(bytes.subarray(at - position, at - position + count), offset);
      this.#markPage(target, number);
      at += count;
    }
  }

  /** Makes a file shorter, or longer by zeros. */
  resize(target: File, sizeBytes: number): void {
    if (sizeBytes > target.sizeBytes) this.#grow(target, sizeBytes);
    if (sizeBytes >= target.sizeBytes) return;
    const keptCount = countPages(sizeBytes);
    target.sizeBytes = sizeBytes;
    target.pages.length = Math.min(target.pages.length, keptCount);
    target.places.length = Math.min(target.places.length, keptCount);
    for (const number of target.dirtyPages) if (number >= keptCount) target.dirtyPages.delete(number);
    const tail = sizeBytes % PAGE_BYTES;
    const last = tail > 0 ? this.#page(target, keptCount - 1) : undefined;
    if (last !== undefined) {
      last.fill(0, tail);
      this.#markPage(target, keptCount - 1);
    }
    this.#touch(target);
  }

  /** Takes what has changed: from now on it counts as written out, unless it is put back. */
  takeChanges(): Changes {
    const pages: PageRecord[] = [];
    const taken: Taken[] = [];
    for (const file of this.#dirtyFiles) {
      const dirtyPages = [...file.dirtyPages];
      for (const number of dirtyPages) pages.push(this.#record(file, number));
      taken.push({ node: file, dirtyPages });
    }
    for (const node of this.#dirtyNodes) taken.push({ node, dirtyPages: [] });
    const changes = { removedIds: [...this.#removedIds], nodes: [...this.#dirtyNodes].map(recordOf), pages };
    // Not before all pages are at hand: reading one lets go of others, which is right for what is not dirty only.
    for (const file of this.#dirtyFiles) file.dirtyPages.clear();
    this.#dirtyFiles.clear();
    this.#dirtyNodes.clear();
    this.#removedIds.clear();
    this.#taken.set(changes, taken);
    return changes;
  }

  /** Says that what was taken is written, or that it is not and has to be taken again with what has changed since. */
  settle(changes: Changes, isWritten: boolean): void {
    const taken = this.#taken.get(changes) ?? [];
    this.#taken.delete(changes);
    if (isWritten) return;
    for (const id of changes.removedIds) this.#removedIds.add(id);
    for (const { node, dirtyPages } of taken) {
      if (node.parent === undefined) continue;
      this.#dirtyNodes.add(node);
      if (node.children !== undefined) continue;
      this.#dirtyFiles.add(node);
      const count = countPages(node.sizeBytes);
      for (const number of dirtyPages) if (number < count) node.dirtyPages.add(number);
    }
  }

  /** All there is, in place of changes. Pages of zeros are left out: what is written whole needs none of them. */
  all(): Changes {
    const pages: PageRecord[] = [];
    for (const file of this.#files.values()) {
      for (const number of file.pages.keys()) pages.push(this.#record(file, number));
    }
    return { removedIds: [], nodes: this.nodes(), pages: pages.filter(({ bytes }) => bytes.length > 0) };
  }

  /** All files and folders. */
  nodes(): NodeRecord[] {
    const nodes: NodeRecord[] = [];
    const walk = (folder: Folder) => {
      for (const node of folder.children.values()) {
        nodes.push(recordOf(node));
        if (node.children !== undefined) walk(node);
      }
    };
    walk(this.root);
    return nodes;
  }

  /** Whether there is the same in other files, folder by folder and byte by byte. */
  equals(others: PageFiles): boolean {
    return sameFolder(this.root, others.root, (one, other) => {
      if (one.sizeBytes !== other.sizeBytes) return false;
      for (let number = 0; number < countPages(one.sizeBytes); number++) {
        const a = this.#record(one, number).bytes;
        const b = others.#record(other, number).bytes;
        if (a.length !== b.length || !a.every((byte, i) => byte === b[i])) return false;
      }
      return true;
    });
  }

  /** The pages with some numbers, where they still are. */
  pagesAt(keys: Iterable<number>): PageRecord[] {
    const pages: PageRecord[] = [];
    for (const key of keys) {
      const file = this.#files.get(fileIdOf(key));
      const number = pageNumberOf(key);
      if (file !== undefined && number < countPages(file.sizeBytes)) pages.push(this.#record(file, number));
    }
    return pages;
  }

  /** Says where the store has a page from now on, or that it is one of zeros. To be called for pages that are not dirty. */
  locate(key: number, place: number | undefined): void {
    const file = this.#files.get(fileIdOf(key));
    const number = pageNumberOf(key);
    if (file !== undefined && number < countPages(file.sizeBytes)) file.places[number] = place;
  }

  /** All pages that are in memory or have a place; the others are zeros. */
  *placed(): Generator<PlacedPage> {
    for (const { id, pages, places } of this.#files.values()) {
      for (let number = 0; number < Math.max(pages.length, places.length); number++) {
        const place = places[number];
        if (place !== undefined || pages[number] !== undefined) yield { key: pageKey(id, number), place };
      }
    }
  }

  /** Takes all pages of a file into memory, because it goes on for whoever has it open when its places are given away. */
  detach(file: File): void {
    for (const number of file.places.keys()) {
      this.#page(file, number);
      // What has no place is kept, whatever else is read.
      file.places[number] = undefined;
    }
  }

  /** How many pages all files have. */
  get pageCount(): number {
    let count = 0;
    for (const { sizeBytes } of this.#files.values()) count += countPages(sizeBytes);
    return count;
  }

  /** A page, read if it has to be; undefined if it is one of zeros. */
  #page(file: File, number: number): Uint8Array<ArrayBuffer> | undefined {
    const page = file.pages[number];
    if (page !== undefined) return page;
    const place = file.places[number];
    return place === undefined ? undefined : this.#keep(file, number, this.#readPage!(place));
  }

  #keep(file: File, number: number, page: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    if (this.#readPage !== undefined && ++this.#residentCount > this.#residentLimit) this.#forget();
    file.pages[number] = page;
    return page;
  }

  /** Lets go of all pages that can be read again. */
  #forget(): void {
    this.#residentCount = 0;
    for (const { pages, places, dirtyPages } of this.#files.values()) {
      for (const [number, page] of pages.entries()) {
        if (page === undefined) continue;
        if (places[number] === undefined || dirtyPages.has(number)) this.#residentCount++;
        else pages[number] = undefined;
      }
    }
    this.#residentLimit = this.#residentCount + this.#residentPages;
  }

  #record(file: File, number: number): PageRecord {
    const page = this.#page(file, number);
    return { key: pageKey(file.id, number), bytes: page === undefined || isZero(page) ? NO_BYTES : page };
  }

  #grow(target: File, sizeBytes: number): void {
    if (sizeBytes > MAX_FILE_BYTES) throw new RangeError(`A file cannot be larger than ${MAX_FILE_BYTES} bytes.`);
    for (let number = countPages(target.sizeBytes); number < countPages(sizeBytes); number++) {
      this.#markPage(target, number);
    }
    target.sizeBytes = sizeBytes;
    this.#touch(target);
  }

  #markPage(target: File, number: number): void {
    if (target.parent === undefined) return;
    target.dirtyPages.add(number);
    this.#dirtyFiles.add(target);
  }

  #touch(node: FileNode): void {
    if (node.parent !== undefined) this.#dirtyNodes.add(node);
  }
}

/** What of a file had been dirty. */
interface Taken {
  readonly node: FileNode;
  readonly dirtyPages: readonly number[];
}

const NO_BYTES = new Uint8Array(0);

function isZero(page: Uint8Array<ArrayBuffer>): boolean {
  // No callback: a new file of PostgreSQL's log has two thousand pages of zeros.
  for (const word of new Int32Array(page.buffer, page.byteOffset, page.length / 4)) if (word !== 0) return false;
  return true;
}

function countPages(sizeBytes: number): number {
  return Math.ceil(sizeBytes / PAGE_BYTES);
}
