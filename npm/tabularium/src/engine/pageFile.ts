import { openForWriting, type SharedHandle } from './opfsFolders.js';
import { type SyncHandle, whenFree } from './syncHandles.js';

/** A file of a page store in the origin private file system, open for synchronous use and for nobody else. */
export interface PageFile extends SharedHandle {
  getSize(): number;
}

/** Opens a file of a folder, made if it is not there. A dead leader's handles take a moment to be freed. */
export async function openPageFile(folder: FileSystemDirectoryHandle, name: string): Promise<PageFile> {
  const file = await folder.getFileHandle(name, { create: true });
  return (await whenFree(() => openForWriting(file))) as PageFile;
}

export function readAll(file: PageFile): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(file.getSize());
  return bytes.subarray(0, file.read(bytes, { at: 0 }));
}

export function readPart(file: PageFile, at: number, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  if (file.read(bytes, { at }) < sizeBytes) throw new Error('a file of the store is shorter than it was');
  return bytes;
}

/** Writes all of it. A disk that is full takes a part, and says so by the count alone. */
export function writeAll(file: SyncHandle, bytes: Uint8Array, at: number): void {
  const count = file.write(bytes, { at });
  if (count < bytes.length) throw new DOMException('not all bytes were written', 'QuotaExceededError');
}
