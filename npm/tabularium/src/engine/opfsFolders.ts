import { type SyncHandle, whenFree } from './syncHandles.js';

/**
 * The folder of a store in the origin private file system, looked for once: each step from the root is a question to
 * another process, and whoever finds and opens a store needs its folder many times. Nobody removes the folder of a store
 * that has a leader; where the application does, opening or writing fails.
 */
export class StoreFolder {
  readonly path: string;
  #handle: FileSystemDirectoryHandle | undefined;

  /** @param handle - the folder, if it is there */
  constructor(path: string, handle: FileSystemDirectoryHandle | undefined) {
    this.path = path;
    this.#handle = handle;
  }

  /** The folder, if it was there or has been made. */
  get handle(): FileSystemDirectoryHandle | undefined {
    return this.#handle;
  }

  /** The folder, made if it was not there. */
  async made(): Promise<FileSystemDirectoryHandle> {
    return (this.#handle ??= await madeFolderAt(this.path));
  }
}

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

/** A file that others may have open as well. */
export interface SharedHandle extends SyncHandle {
  read(buffer: ArrayBufferView, options?: { at?: number }): number;
}

/** Opens a file that others may open in the same way meanwhile; undefined where the browser knows no such way. */
export async function openShared(file: FileSystemFileHandle): Promise<SharedHandle | undefined> {
  const mode = 'readwrite-unsafe';
  const shared = file as unknown as {
    createSyncAccessHandle(options: { mode: string }): Promise<SharedHandle & { readonly mode?: string }>;
  };
  const handle = await whenFree(() => shared.createSyncAccessHandle({ mode }));
  if (handle.mode === mode) return handle;
  handle.close();
  return undefined;
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
