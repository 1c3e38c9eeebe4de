import type { SyncHandle } from './syncHandles.js';

/** A folder of the origin private file system, if it is there. */
export async function folderAt(path: string): Promise<FileSystemDirectoryHandle | undefined> {
  let folder: FileSystemDirectoryHandle | undefined = await navigator.storage.getDirectory();
  for (const part of partsOf(path)) folder = folder && (await ifFound(folder.getDirectoryHandle(part)));
  return folder;
}

/** A folder of the origin private file system, made if it is not there. */
export async function madeFolderAt(path: string): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory();
  for (const part of partsOf(path)) folder = await folder.getDirectoryHandle(part, { create: true });
  return folder;
}

/** The DOM typings know this method in workers only. */
export function openForWriting(file: FileSystemFileHandle): Promise<SyncHandle> {
  return (file as unknown as { createSyncAccessHandle(): Promise<SyncHandle> }).createSyncAccessHandle();
}

/** What is looked up, or undefined if it is not there. */
export async function ifFound<T>(lookup: Promise<T>): Promise<T | undefined> {
  try {
    return await lookup;
  } catch (error) {
    if ((error as Error).name === 'NotFoundError') return undefined;
    throw error;
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
