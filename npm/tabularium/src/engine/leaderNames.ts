import { liveSessions } from './liveSessions.js';
import { ifFound, openForWriting, type StoreFolder } from './opfsFolders.js';
import { LOG, STATE } from './opfsStore.js';
import { RETRY_DELAY_MS, RETRY_LIMIT_MS } from './syncHandles.js';

/**
 * How the empty files begin that say who has a folder's files open, or had when it died: a session's name follows. No
 * storage path can contain the last character, so such a file stands in no other store's way.
 */
const PREFIX = 'leader#';

/**
 * Leaves a leader's name in a folder, before it opens a file there. Everybody has a file of its own: so who was stopped
 * just before this cannot put its name in the place of a later one's.
 */
export async function leaveName(store: StoreFolder, session: string): Promise<void> {
  const folder = await store.made();
  await folder.getFileHandle(PREFIX + session, { create: true });
  const living = await liveSessions();
  for (const other of await sessionsIn(folder)) {
    if (other !== session && !living.has(other)) await ifFound(folder.removeEntry(PREFIX + other));
  }
}

/** Writes to a folder's files with a leader's name there, for as long as that takes. */
export async function underName(
  store: StoreFolder,
  session: string | undefined,
  write: () => Promise<void>,
): Promise<void> {
  if (session === undefined) return write();
  await leaveName(store, session);
  try {
    await write();
  } finally {
    await takeNameBack(store, session);
  }
}

/** Takes a leader's name back, after it has closed every file. */
export async function takeNameBack(store: StoreFolder, session: string): Promise<void> {
  const folder = store.handle;
  await ifFound(Promise.resolve(folder?.removeEntry(PREFIX + session)));
}

/** Removes whatever names there are. */
export async function removeNames(folder: FileSystemDirectoryHandle): Promise<void> {
  for (const session of await sessionsIn(folder)) await ifFound(folder.removeEntry(PREFIX + session));
}

/**
 * Whether a folder's files are held by a leader that was deposed and is stopped still. To be asked by whoever holds the
 * store's lock: then a leader that left its name, lives, and holds the files can be nothing else. It is given as long
 * to let go of them as one that has just died, because it may be closing them, or be dying. Files that are held by
 * somebody without a name, or whose name is that of a dead worker, are not a deposed leader's.
 */
export async function isHeldByDeposed(store: StoreFolder, session: string): Promise<boolean> {
  const folder = store.handle;
  if (folder === undefined) return false;
  const others = (await sessionsIn(folder)).filter((other) => other !== session);
  for (const startMs = performance.now(); ;) {
    if (others.length === 0 || !(await areAnyLive(others)) || !(await isHeld(folder))) return false;
    if (performance.now() - startMs > RETRY_LIMIT_MS) return true;
    await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
  }
}

async function sessionsIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const sessions: string[] = [];
  for await (const entry of folder.keys()) {
    if (entry.startsWith(PREFIX)) sessions.push(entry.slice(PREFIX.length));
  }
  return sessions;
}

async function areAnyLive(sessions: readonly string[]): Promise<boolean> {
  const living = await liveSessions();
  return sessions.some((session) => living.has(session));
}

/** Whether the file is open elsewhere that an engine opens first, and holds to the end. */
async function isHeld(folder: FileSystemDirectoryHandle): Promise<boolean> {
  for (const name of [LOG, STATE]) {
    const file = await ifFound(folder.getFileHandle(name));
    if (file === undefined) continue;
    try {
      (await openForWriting(file)).close();
    } catch (error) {
      if ((error as Error).name === 'NoModificationAllowedError') return true;
      throw error;
    }
  }
  return false;
}
