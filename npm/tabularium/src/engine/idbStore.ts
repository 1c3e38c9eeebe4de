import { unreadable } from './engineError.js';
import { completed, openExisting, result } from './indexedDb.js';
import type { Folder } from './fileNodes.js';
import { PageFiles } from './pageFiles.js';

/** The object store in which PGlite keeps one record for each file, by path. */
export const FILES = 'FILE_DATA';
/** A file of ours in the data directory, where PostgreSQL leaves it alone: how often the store was opened by us. */
const EPOCH_FILE = 'tabularium.epoch';
/** What Emscripten gives a file, and the bit of a folder. */
const FILE_MODE = 0o100600;
const FOLDER_BIT = 0o040000;

/** What PGlite keeps of a file or folder; folders have no contents. */
interface FileRecord {
  readonly timestamp: Date;
  readonly mode: number;
  readonly contents?: Uint8Array | Int8Array;
}

/** The name of the IndexedDB database that PGlite uses for a path. */
export function idbNameOf(name: string): string {
  return `/pglite/${name}`;
}

/** The key of the record with the epoch. */
export function epochKeyOf(name: string): string {
  return `${idbNameOf(name)}/${EPOCH_FILE}`;
}

/** The epoch in a file's record. */
export function epochIn(record: unknown): number {
  const contents = (record as FileRecord | undefined)?.contents;
  return contents === undefined ? 0 : Number(new TextDecoder().decode(contents));
}

/** Whether PGlite keeps a database under a name. It stores a new one whole, so there are no halves. */
export async function idbHoldsDatabase(name: string): Promise<boolean> {
  const idbName = idbNameOf(name);
  const database = await openExisting(idbName);
  if (database === undefined) return false;
  try {
    if (!database.objectStoreNames.contains(FILES)) return false;
    const transaction = database.transaction(FILES, 'readonly');
    const files = transaction.objectStore(FILES);
    const reading = Promise.all([
      result(files.getKey(`${idbName}/PG_VERSION`)),
      result(files.getKey(IDBKeyRange.lowerBound(''))),
    ]);
    transaction.commit();
    const [version, any] = await reading;
    if (version === undefined && any !== undefined) throw unreadable('it has files, but no database');
    return version !== undefined;
  } finally {
    database.close();
  }
}

/** Raises the epoch of a store that is there, and so shuts out whoever had it open before. */
export async function raiseEpoch(name: string): Promise<number> {
  const database = (await openExisting(idbNameOf(name)))!;
  try {
    const transaction = database.transaction(FILES, 'readwrite', { durability: 'strict' });
    const files = transaction.objectStore(FILES);
    let epoch = 0;
    const request = files.get(epochKeyOf(name));
    request.onsuccess = () => {
      epoch = epochIn(request.result) + 1;
      const contents = new TextEncoder().encode(String(epoch));
      const record: FileRecord = { timestamp: new Date(), mode: FILE_MODE, contents };
      files.put(record, epochKeyOf(name));
    };
    await completed(transaction);
    return epoch;
  } finally {
    database.close();
  }
}

/** The epoch of a store that is there. */
export async function readEpoch(name: string): Promise<number> {
  const database = (await openExisting(idbNameOf(name)))!;
  try {
    const transaction = database.transaction(FILES, 'readonly');
    const reading = result(transaction.objectStore(FILES).get(epochKeyOf(name)) as IDBRequest<unknown>);
    transaction.commit();
    return epochIn(await reading);
  } finally {
    database.close();
  }
}

/** Reads all files of a database that PGlite keeps, as they were at one moment. */
export async function readFiles(name: string): Promise<PageFiles> {
  const idbName = idbNameOf(name);
  const database = (await openExisting(idbName))!;
  try {
    const transaction = database.transaction(FILES, 'readonly');
    const files = transaction.objectStore(FILES);
    const reading = Promise.all([
      result(files.getAllKeys() as IDBRequest<string[]>),
      result(files.getAll() as IDBRequest<FileRecord[]>),
    ]);
    transaction.commit();
    const [paths, records] = await reading;
    const target = new PageFiles();
    const folders = new Map<string, Folder>([['', target.root]]);
    for (const [i, path] of paths.entries()) {
      const relative = path.slice(idbName.length + 1);
      if (relative === '' || relative === EPOCH_FILE) continue;
      const cut = relative.lastIndexOf('/');
      // A folder's path is the beginning of its files' paths, so it comes before them.
      const parent = folders.get(relative.slice(0, Math.max(cut, 0)));
      if (parent === undefined) throw unreadable(`the folder of ${relative} is missing`);
      const { mode, timestamp, contents } = records[i]!;
      const isFolder = (mode & FOLDER_BIT) !== 0 && contents === undefined;
      const node = target.add(parent, relative.slice(cut + 1), isFolder ? 'folder' : 'file', mode);
      if (node.children !== undefined) folders.set(relative, node);
      else if (contents === undefined) throw unreadable(`${relative} has no contents`);
      else target.write(node, new Uint8Array(contents.buffer, contents.byteOffset, contents.byteLength), 0);
      target.setAttributes(node, { mtimeMs: timestamp.getTime() });
    }
    return target;
  } finally {
    database.close();
  }
}
