import { unreadable } from './engineError.js';

/** PGlite's list of files, and the folder with their contents under other names. */
const STATE = 'state.txt';
const CONTENTS = 'data';
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

/** Whether PGlite keeps a whole database in a folder. */
export async function opfsHoldsDatabase(name: string): Promise<boolean> {
  if (typeof FileSystemFileHandle === 'undefined' || !('createSyncAccessHandle' in FileSystemFileHandle.prototype)) {
    throw unreadable('this browser has no synchronous file access; use idb:// instead');
  }
  const folder = await folderAt(name);
  if (folder === undefined || (await ifFound(folder.getFileHandle(CREATING))) !== undefined) return false;
  const state = await ifFound(folder.getFileHandle(STATE));
  const lines = state === undefined ? [] : (await (await state.getFile()).text()).split('\n');
  const root = rootOf(lines[0] ?? '');
  if (root === undefined) {
    const contents = await ifFound(folder.getDirectoryHandle(CONTENTS));
    if (contents !== undefined && !(await isEmpty(contents))) throw unreadable('its list of files is damaged');
    return false;
  }
  // The list is its state at some time in the first line, and a line for each change since.
  return 'PG_VERSION' in root || lines.some((line) => line.includes('"createFileNode","args":["/PG_VERSION"'));
}

async function folderAt(name: string): Promise<FileSystemDirectoryHandle | undefined> {
  let folder: FileSystemDirectoryHandle | undefined = await navigator.storage.getDirectory();
  for (const part of name.split('/')) folder = folder && (await ifFound(folder.getDirectoryHandle(part)));
  return folder;
}

function rootOf(json: string): object | undefined {
  try {
    return (JSON.parse(json) as { root: { children: object } }).root.children;
  } catch {
    return undefined;
  }
}

async function isEmpty(folder: FileSystemDirectoryHandle): Promise<boolean> {
  return (await folder.keys().next()).done === true;
}

async function ifFound<T>(lookup: Promise<T>): Promise<T | undefined> {
  try {
    return await lookup;
  } catch (error) {
    if ((error as Error).name === 'NotFoundError') return undefined;
    throw error;
  }
}
