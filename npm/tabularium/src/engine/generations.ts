import type { LockFence } from './fence.js';
import { copyFolder } from './folderCopy.js';
import { removeNames } from './leaderNames.js';
import { FENCE, raiseFence } from './opfsFence.js';
import { folderAt, ifFound, openForWriting, StoreFolder } from './opfsFolders.js';
import { CONTENTS, CREATING, isUnfinished, LOG, MAPS, PAGES, SPARE_STATE, STATE } from './opfsStore.js';

/** No storage path can contain it, so the folder of a generation can be none of another store. */
const SEPARATOR = '#';
/** A file that is there when a generation is whole. The first one needs none. */
const MARKER = 'generation';
/** A file that its maker holds while a generation is not whole. */
const COPYING = 'copying';
const FIRST = 1;
/** The files that a leader has open for as long as it lives, whichever kind of store it is. */
const HELD = [LOG, STATE];
const OTHERS = [PAGES, ...MAPS, SPARE_STATE];

/** The generations of one store that are there, as numbers. */
interface Generations {
  readonly current: number;
  /** Its folder. */
  readonly folder: StoreFolder;
  /** Those that are not, or not yet, or no longer the current one. */
  readonly others: readonly number[];
}

/**
 * The folder in which a store goes on, after generations that were abandoned and copies that were not ended are removed.
 * One whose files are held by somebody, a leader that is stopped still, is left for another time.
 *
 * A leader that was stopped holds every file of its store, and when it goes on it writes to them. So whoever has taken
 * its lock works on a copy, the next *generation* of the store, in a folder of its own beside it: `app`, `app#2`,
 * `app#3`. What the old leader still writes lands where nobody looks. The newest generation that is whole is the store.
 */
export async function currentFolder(name: string): Promise<StoreFolder> {
  const { current, others, folder } = await generationsOf(name);
  if (others.length === 0) return folder;
  await removeAbandoned(name, current, others);
  return (await generationsOf(name)).folder;
}

/** Makes the next generation, a copy of the current one, and gives its folder. */
export async function nextFolder(name: string, fence: LockFence): Promise<StoreFolder> {
  const { current, others, folder: source } = await generationsOf(name);
  const folder = new StoreFolder(folderOf(name, Math.max(current, ...others) + 1), undefined);
  const target = await folder.made();
  const hold = await openForWriting(await target.getFileHandle(COPYING, { create: true }));
  try {
    if (source.handle !== undefined) {
      // Who was stopped here may have been replaced; the next leader is not to be shut out.
      await fence.check();
      await raiseFence(source.handle);
    }
    await fillGeneration(target, source.handle, fence);
  } finally {
    hold.close();
  }
  await target.removeEntry(COPYING);
  return folder;
}

async function removeAbandoned(name: string, current: number, others: readonly number[]): Promise<void> {
  for (const generation of others) {
    try {
      await (generation < current ? removeGeneration(name, generation) : removeCopy(name, generation));
    } catch {
      // Whatever stands in the way, the store is elsewhere and can be opened.
    }
  }
}

async function fillGeneration(
  target: FileSystemDirectoryHandle,
  source: FileSystemDirectoryHandle | undefined,
  fence: LockFence,
): Promise<void> {
  // What was being made when its maker was stopped is no database; it is made anew.
  const isWhole = source !== undefined && !(await isUnfinished(source));
  if (isWhole) await copyFolder(source, target, { files: [...HELD, ...OTHERS], folder: CONTENTS });
  // Who was stopped while copying must not make current what others have long gone on from.
  await fence.check();
  await target.getFileHandle(MARKER, { create: true });
}

function folderOf(name: string, generation: number): string {
  return generation === FIRST ? name : `${name}${SEPARATOR}${generation}`;
}

async function generationsOf(name: string): Promise<Generations> {
  const [parentPath, first] = splitPath(name);
  const parent = await folderAt(parentPath);
  const all = new Map<number, FileSystemDirectoryHandle>();
  // Not by the list: the browser may take a name that it lists in another spelling.
  const firstFolder = parent && (await ifFound(parent.getDirectoryHandle(first)));
  if (firstFolder !== undefined) all.set(FIRST, firstFolder);
  let current = FIRST;
  for await (const [entry, handle] of parent?.entries() ?? []) {
    const number = generationIn(entry, first);
    if (number === undefined || handle.kind !== 'directory') continue;
    const folder = handle as FileSystemDirectoryHandle;
    all.set(number, folder);
    if (number > current && (await ifFound(folder.getFileHandle(MARKER))) !== undefined) current = number;
  }
  const folder = new StoreFolder(folderOf(name, current), all.get(current));
  return { current, folder, others: [...all.keys()].filter((number) => number !== current) };
}

/** Which later generation of a store a folder is; undefined for any other, such as `sqlite#`, in which all stores of SQLite are. */
function generationIn(entry: string, first: string): number | undefined {
  const number = Number(entry.slice(first.length + SEPARATOR.length));
  return Number.isInteger(number) && number > FIRST && entry === folderOf(first, number) ? number : undefined;
}

async function removeGeneration(name: string, generation: number): Promise<void> {
  const path = folderOf(name, generation);
  const folder = (await folderAt(path))!;
  // As long as its leader lives this is refused, before anything is removed.
  for (const file of HELD) await ifFound(folder.removeEntry(file));
  if (generation !== FIRST) {
    const [parentPath, entry] = splitPath(path);
    await (await folderAt(parentPath))!.removeEntry(entry, { recursive: true });
    return;
  }
  // Folders in the first one may be stores of their own: `app/other` is a path as well.
  const contents = await ifFound(folder.getDirectoryHandle(CONTENTS));
  if (contents !== undefined) {
    const removals: Promise<unknown>[] = [];
    for await (const [entry, { kind }] of contents.entries()) {
      if (kind === 'file') removals.push(contents.removeEntry(entry));
    }
    await Promise.all(removals);
  }
  for (const entry of [CONTENTS, ...OTHERS, CREATING, FENCE]) await ifFound(folder.removeEntry(entry));
  await removeNames(folder);
}

/** Removes what is no current generation yet, unless its maker is about to make it one. */
async function removeCopy(name: string, generation: number): Promise<void> {
  const folder = (await folderAt(folderOf(name, generation)))!;
  const copying = await ifFound(folder.getFileHandle(COPYING));
  if (copying === undefined) return;
  const hold = await openForWriting(copying);
  try {
    // Its maker marks it before it lets go of it.
    if ((await ifFound(folder.getFileHandle(MARKER))) !== undefined) return;
    await ifFound(folder.removeEntry(CONTENTS, { recursive: true }));
  } finally {
    hold.close();
  }
  await removeGeneration(name, generation);
}

function splitPath(path: string): [parent: string, entry: string] {
  const cut = path.lastIndexOf('/');
  return [path.slice(0, Math.max(cut, 0)), path.slice(cut + 1)];
}
