import { EngineError } from './engineError.js';
import { ifFound, openForWriting } from './opfsFolders.js';
import { writeAll } from './pageFile.js';

/** How often the source is looked through for changes before it is taken for one that is still being written. */
const PASSES_MAX = 20;
/** How long a file must not have changed when it is read, so that its time of change shows the next change. */
const SETTLING_MS = 50;
const PARALLEL_COUNT = 32;
/** How much of a file is in memory at a time. */
const CHUNK_BYTES = 32 * 2 ** 20;

/** What of a folder is copied: some files, if they are there, and all files of one folder in it. */
interface Selection {
  readonly files: readonly string[];
  readonly folder: string;
}

interface Stamp {
  readonly lastModifiedMs: number;
  readonly sizeBytes: number;
}

interface Entry {
  readonly path: string;
  readonly file: FileSystemFileHandle;
}

/**
 * Copies a store's files while somebody else may hold and even write them, so that the copy is what the source was at
 * one moment: a crash image, which the engine recovers from as it does after any crash.
 *
 * What is copied are the list of files, its spare, and the contents, in which files are written in place, one write
 * after the other. A worker can be stopped between two writes only, never inside one, so at every moment the source is
 * what a crash at that moment would leave. And the copy is that of one moment: it is complete when in a whole look
 * through the source, after everything was read, no file had changed since it was read. A source that goes on changing
 * is not copied.
 */
export async function copyFolder(
  source: FileSystemDirectoryHandle,
  target: FileSystemDirectoryHandle,
  selection: Selection,
): Promise<void> {
  const copied = new Map<string, Stamp>();
  let inner: FileSystemDirectoryHandle | undefined;
  const folderOf = (path: string) => (path.includes('/') ? inner! : target);
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    const entries = await entriesOf(source, selection);
    if (entries.some(({ path }) => path.includes('/'))) {
      inner ??= await target.getDirectoryHandle(selection.folder, { create: true });
    }
    const changed: Entry[] = [];
    await inParallel(entries, async (entry) => {
      const stamp = copied.get(entry.path);
      if (stamp === undefined || !isSame(stamp, await stampOf(entry.file))) changed.push(entry);
    });
    const paths = new Set(entries.map(({ path }) => path));
    const gone = [...copied.keys()].filter((path) => !paths.has(path));
    if (changed.length === 0 && gone.length === 0) return;
    await inParallel(gone, async (path) => {
      copied.delete(path);
      await folderOf(path).removeEntry(nameOf(path));
    });
    let isSettled = true;
    await inParallel(changed, async ({ path, file }) => {
      const startMs = Date.now();
      const stamp = await copyFile(file, folderOf(path), nameOf(path), pass === 0);
      if (stamp !== undefined && stamp.lastModifiedMs + SETTLING_MS < startMs) copied.set(path, stamp);
      else isSettled = false;
    });
    if (!isSettled) await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
  }
  throw new EngineError('STORAGE_IN_USE', 'The store cannot be copied: it is being written by an earlier leader.');
}

async function entriesOf(source: FileSystemDirectoryHandle, { files, folder }: Selection): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const path of files) {
    const file = await ifFound(source.getFileHandle(path));
    if (file !== undefined) entries.push({ path, file });
  }
  const contents = await ifFound(source.getDirectoryHandle(folder));
  if (contents === undefined) return entries;
  for await (const [name, handle] of contents.entries()) {
    if (handle.kind === 'file') entries.push({ path: `${folder}/${name}`, file: handle as FileSystemFileHandle });
  }
  return entries;
}

/** Copies a file to the disk. Gives what it was when it was read, or undefined if it changed under the reading. */
async function copyFile(
  source: FileSystemFileHandle,
  target: FileSystemDirectoryHandle,
  name: string,
  isFirst: boolean,
): Promise<Stamp | undefined> {
  const file = await ifFound(source.getFile());
  if (file === undefined) return undefined;
  const made = await target.getFileHandle(name, { create: true });
  // Many files are spare ones, and a copy that is empty already need not be opened.
  if (file.size > 0 || !isFirst) {
    try {
      await write(made, file);
    } catch (error) {
      if (['NotReadableError', 'NotFoundError'].includes((error as Error).name)) return undefined;
      throw error;
    }
  }
  return { lastModifiedMs: file.lastModified, sizeBytes: file.size };
}

async function write(target: FileSystemFileHandle, source: Blob): Promise<void> {
  const handle = await openForWriting(target);
  try {
    handle.truncate(0);
    for (let at = 0; at < source.size; at += CHUNK_BYTES) {
      writeAll(handle, new Uint8Array(await source.slice(at, at + CHUNK_BYTES).arrayBuffer()), at);
    }
    handle.flush();
  } finally {
    handle.close();
  }
}

async function stampOf(source: FileSystemFileHandle): Promise<Stamp | undefined> {
  const file = await ifFound(source.getFile());
  return file && { lastModifiedMs: file.lastModified, sizeBytes: file.size };
}

function isSame(one: Stamp, other: Stamp | undefined): boolean {
  return one.lastModifiedMs === other?.lastModifiedMs && one.sizeBytes === other.sizeBytes;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const run = async () => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: PARALLEL_COUNT }, run));
}
