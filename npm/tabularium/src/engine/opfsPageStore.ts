import { storeError } from './engineError.js';
import type { LockFence } from './fence.js';
import { leaveName, takeNameBack } from './leaderNames.js';
import { nextTask } from './nextTask.js';
import { OpfsFence } from './opfsFence.js';
import type { StoreFolder } from './opfsFolders.js';
import { beginCreation, endCreation, LOG, MAPS, PAGES } from './opfsStore.js';
import { PageDisk } from './pageDisk.js';
import { openPageFile, type PageFile } from './pageFile.js';
import type { PageFiles } from './pageFiles.js';
import type { FlushLevel, OpenStore } from './store.js';

interface Closeable {
  close(): void;
}

/**
 * A database in the origin private file system, page by page.
 *
 * What has been written through a synchronous handle is the operating system's: it outlives the worker and the browser
 * without a flush.
 */
export class OpfsPageStore implements OpenStore {
  readonly storage = 'opfs';
  /** Its fence does not count how often the store was opened. */
  readonly epoch = 0;
  readonly isFresh: boolean;
  readonly files: PageFiles;
  readonly #place: StoreFolder;
  readonly #folder: FileSystemDirectoryHandle;
  readonly #session: string | undefined;
  readonly #fence: OpfsFence;
  readonly #open: readonly Closeable[];
  readonly #disk: PageDisk;
  #isWhole: boolean;

  private constructor(
    place: StoreFolder,
    folder: FileSystemDirectoryHandle,
    session: string | undefined,
    fence: OpfsFence,
    open: readonly Closeable[],
    disk: PageDisk,
  ) {
    this.#place = place;
    this.#folder = folder;
    this.#session = session;
    this.#fence = fence;
    this.#open = open;
    this.#disk = disk;
    this.files = disk.files;
    this.isFresh = !disk.isWhole;
    this.#isWhole = disk.isWhole;
  }

  /**
   * Opens a store, or begins to make one. The session's name is in the folder from then on, by which others know who
   * holds its files.
   */
  static async open(
    place: StoreFolder,
    isFresh: boolean,
    lock: LockFence,
    session: string | undefined,
  ): Promise<OpfsPageStore> {
    const folder = await place.made();
    await Promise.all([
      isFresh ? beginCreation(folder) : endCreation(folder),
      session === undefined ? undefined : leaveName(place, session),
    ]);
    const open: Closeable[] = [];
    try {
      const fence = await OpfsFence.open(folder, lock);
      open.push(fence);
      // By the log others tell whether the files are held, so it comes first, and alone.
      const log = await openPageFile(folder, LOG);
      open.push(log);
      const [pages, ...maps] = await openTogether(folder, [PAGES, ...MAPS], open);
      return new OpfsPageStore(place, folder, session, fence, open, new PageDisk({ log, pages, maps }));
    } catch (error) {
      await letGo(open, place, session);
      throw error;
    }
  }

  async flush(level: FlushLevel): Promise<void> {
    // Nothing else in a flush lets other messages in: calls that have come meanwhile could not share the next one.
    await nextTask();
    // Who was deposed while it was stopped must not write into files that are being copied.
    await this.#fence.check();
    try {
      this.#disk.flush(level);
      if (!this.#isWhole) await endCreation(this.#folder);
      this.#isWhole = true;
    } catch (cause) {
      throw storeError(cause, 'The store could not be written', 'FLUSH_FAILED');
    }
    await this.#fence.check();
  }

  close(): Promise<void> {
    return letGo(this.#open, this.#place, this.#session);
  }
}

/** Opens files at once. Those that were opened are in `open`, also where another one could not be. */
async function openTogether(
  folder: FileSystemDirectoryHandle,
  names: readonly string[],
  open: Closeable[],
): Promise<[PageFile, ...PageFile[]]> {
  const openings = await Promise.allSettled(names.map((name) => openPageFile(folder, name)));
  const files = openings.flatMap((opening) => (opening.status === 'fulfilled' ? [opening.value] : []));
  open.push(...files);
  const refused = openings.find((opening) => opening.status === 'rejected');
  if (refused !== undefined) throw refused.reason;
  return files as [PageFile, ...PageFile[]];
}

async function letGo(open: readonly Closeable[], place: StoreFolder, session: string | undefined): Promise<void> {
  for (const each of open) each.close();
  // A name that stays, because the browser fails to remove it, does no harm: its files are free.
  if (session !== undefined) await takeNameBack(place, session).catch(() => {});
}
