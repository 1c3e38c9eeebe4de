import { unreadable } from './engineError.js';
import type { SyncHandle } from './syncHandles.js';

/** PGlite's list of files, and the folder with their contents under other names. */
const STATE = 'state.txt';
const CONTENTS = 'data';
/** A file of ours with the list while PGlite writes that anew; otherwise empty, because PGlite's list goes on. */
const SPARE_STATE = 'state.spare';
/** A file of ours that is there while a database is being made: what lies beside it is no database yet. */
const CREATING = 'creating';

/** Says that a database is being made in a folder, until it is said to be whole. */
export async function beginCreation(name: string): Promise<void> {
  let folder = await navigator.storage.getDirectory();
  for (const part of name.split('/')) folder = await folder.getDirectoryHandle(part, { create: true });
  await folder.getFileHandle(CREATING, { create: true });
}

/** Says that the database in a folder is whole. */
export async function endCreation(name: string): Promise<void> {
  await (await folderAt(name))?.removeEntry(CREATING);
}

/** Opens the file for the spare list of an existing folder. */
export async function openSpareState(name: string): Promise<SyncHandle> {
  const folder = (await folderAt(name))!;
  return openForWriting(await folder.getFileHandle(SPARE_STATE, { create: true }));
}

/** Whether PGlite keeps a whole database in a folder. A list of files that was lost in being written is put back. */
export async function opfsHoldsDatabase(name: string): Promise<boolean> {
  if (typeof FileSystemFileHandle === 'undefined' || !('createSyncAccessHandle' in FileSystemFileHandle.prototype)) {
    throw unreadable('this browser has no synchronous file access; use idb:// instead');
  }
  const folder = await folderAt(name);
  if (folder === undefined || (await ifFound(folder.getFileHandle(CREATING))) !== undefined) return false;
  let state = await textOf(folder, STATE);
  if (rootOf(state) === undefined) {
    const spare = await textOf(folder, SPARE_STATE);
    if (rootOf(spare) !== undefined) await putBack(folder, spare);
    else if (await hasContents(folder)) throw unreadable('its list of files is damaged');
    state = spare;
  }
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

async function putBack(folder: FileSystemDirectoryHandle, text: string): Promise<void> {
  const state = await openForWriting(await folder.getFileHandle(STATE, { create: true }));
  try {
    state.truncate(0);
    state.write(new TextEncoder().encode(text), { at: 0 });
    state.flush();
  } finally {
    state.close();
  }
}

async function hasContents(folder: FileSystemDirectoryHandle): Promise<boolean> {
  const contents = await ifFound(folder.getDirectoryHandle(CONTENTS));
  return contents !== undefined && (await contents.keys().next()).done !== true;
}

/** The DOM typings know this method in workers only. */
function openForWriting(file: FileSystemFileHandle): Promise<SyncHandle> {
  return (file as unknown as { createSyncAccessHandle(): Promise<SyncHandle> }).createSyncAccessHandle();
}

async function folderAt(name: string): Promise<FileSystemDirectoryHandle | undefined> {
  let folder: FileSystemDirectoryHandle | undefined = await navigator.storage.getDirectory();
  for (const part of name.split('/')) folder = folder && (await ifFound(folder.getDirectoryHandle(part)));
  return folder;
}

async function ifFound<T>(lookup: Promise<T>): Promise<T | undefined> {
  try {
    return await lookup;
  } catch (error) {
    if ((error as Error).name === 'NotFoundError') return undefined;
    throw error;
  }
}
