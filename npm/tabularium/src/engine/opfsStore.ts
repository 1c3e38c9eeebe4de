import { unreadable } from './engineError.js';
import { folderAt, ifFound, openForWriting, type StoreFolder } from './opfsFolders.js';
import { writeAll } from './pageFile.js';
import { newestMap } from './pageMap.js';
import type { SyncHandle } from './syncHandles.js';

/** In a store that PGlite keeps by itself its list of files, and the folder with their contents under other names. */
export const STATE = 'state.txt';
export const CONTENTS = 'data';
/** A file of ours with the list while PGlite writes that anew; otherwise empty, because PGlite's list goes on. */
export const SPARE_STATE = 'state.spare';
/** The files of a page store. No storage path can contain their last characters, so they stand in no other store's way. */
export const LOG = 'log#';
export const PAGES = 'pages#';
export const MAPS = ['map#0', 'map#1'] as const;
/** A file of ours that is there while a database is being made: without a map what lies beside it is no database yet. */
export const CREATING = 'creating';

/** Says that a database is being made in a folder, until it is said to be whole. */
export async function beginCreation(folder: FileSystemDirectoryHandle): Promise<void> {
  await folder.getFileHandle(CREATING, { create: true });
}

/** Says that the database in a folder is whole. */
export async function endCreation(folder: FileSystemDirectoryHandle): Promise<void> {
  await ifFound(folder.removeEntry(CREATING));
}

/** Opens the file for the spare list of an existing folder. */
export async function openSpareState(name: string): Promise<SyncHandle> {
  const folder = (await folderAt(name))!;
  return openForWriting(await folder.getFileHandle(SPARE_STATE, { create: true }));
}

/** Throws where the browser cannot do what PGlite's file system needs. */
export function checkOpfs(): void {
  if (!hasSyncAccess()) throw unreadable('this browser has no synchronous file access; use idb:// instead');
}

/** Whether the browser has files that can be read and written synchronously. */
export function hasSyncAccess(): boolean {
  return typeof FileSystemFileHandle !== 'undefined' && 'createSyncAccessHandle' in FileSystemFileHandle.prototype;
}

/** Whether a whole page store is kept in a folder. */
export async function opfsHoldsPages({ handle: folder }: StoreFolder): Promise<boolean> {
  if (folder === undefined) return false;
  if (await hasMap(folder)) return true;
  const isThere = (await ifFound(folder.getFileHandle(MAPS[0]))) !== undefined;
  if (isThere && !(await isCreating(folder))) throw unreadable('its map of pages is damaged');
  return false;
}

/** Whether a folder has no more than what was made of a database until its maker was stopped. */
export async function isUnfinished(folder: FileSystemDirectoryHandle): Promise<boolean> {
  return (await isCreating(folder)) && !(await hasMap(folder));
}

async function isCreating(folder: FileSystemDirectoryHandle): Promise<boolean> {
  return (await ifFound(folder.getFileHandle(CREATING))) !== undefined;
}

async function hasMap(folder: FileSystemDirectoryHandle): Promise<boolean> {
  const maps = await Promise.all(MAPS.map((map) => ifFound(folder.getFileHandle(map))));
  const bytesOf = async (map: FileSystemFileHandle) => new Uint8Array(await (await map.getFile()).arrayBuffer());
  return newestMap(await Promise.all(maps.filter((map) => map !== undefined).map(bytesOf))) !== undefined;
}

/** Does what writes to a store's files, as its leader. */
export type AsLeader = (write: () => Promise<void>) => Promise<void>;

/**
 * Whether PGlite keeps a whole database in a folder. A list of files that was lost in being written is put back, and a
 * line of it that was cut off is removed.
 */
export async function opfsHoldsDatabase(store: StoreFolder, asLeader: AsLeader): Promise<boolean> {
  const folder = store.handle;
  if (folder === undefined) return false;
  let state = await textOf(folder, STATE);
  if (rootOf(state) === undefined) {
    const spare = await textOf(folder, SPARE_STATE);
    if (rootOf(spare) !== undefined) await asLeader(() => putBack(folder, spare));
    else if (await hasContents(folder)) throw unreadable('its list of files is damaged');
    state = spare;
  }
  const wholeBytes = wholeBytesOf(state);
  if (wholeBytes !== undefined) await asLeader(() => cutList(folder, wholeBytes));
  const root = rootOf(state);
  return root !== undefined && ('PG_VERSION' in root || state.includes('"createFileNode","args":["/PG_VERSION"'));
}

async function textOf(folder: FileSystemDirectoryHandle, name: string): Promise<string> {
  const file = await ifFound(folder.getFileHandle(name));
  return file === undefined ? '' : (await file.getFile()).text();
}

/** The root folder in a list of files: its first line has all as it was once, the others a change each. */
function rootOf(state: string): object | undefined {
  try {
    return (JSON.parse(state.split('\n', 1)[0]!) as { root: { children: object } }).root.children;
  } catch {
    return undefined;
  }
}

/**
 * How much of a list of files is whole, if not all of it. Each change is a line. Only the last one can have been cut
 * off, by the machine's end, before it was flushed.
 */
function wholeBytesOf(text: string): number | undefined {
  const lines = text.split('\n');
  const torn = lines.findIndex((line, i) => i > 0 && line !== '' && !isJson(line));
  if (torn < 0) return undefined;
  if (torn < lines.length - 1) throw unreadable('its list of files is damaged');
  return new TextEncoder().encode(lines.slice(0, torn).join('\n')).length;
}

async function cutList(folder: FileSystemDirectoryHandle, bytes: number): Promise<void> {
  const state = await openForWriting(await folder.getFileHandle(STATE));
  try {
    state.truncate(bytes);
    state.flush();
  } finally {
    state.close();
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function putBack(folder: FileSystemDirectoryHandle, text: string): Promise<void> {
  const state = await openForWriting(await folder.getFileHandle(STATE, { create: true }));
  try {
    state.truncate(0);
    writeAll(state, new TextEncoder().encode(text), 0);
    state.flush();
  } finally {
    state.close();
  }
}

async function hasContents(folder: FileSystemDirectoryHandle): Promise<boolean> {
  const contents = await ifFound(folder.getDirectoryHandle(CONTENTS));
  return contents !== undefined && (await contents.keys().next()).done !== true;
}
