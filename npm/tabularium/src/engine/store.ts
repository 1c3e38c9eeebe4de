import type { PGlite } from '@electric-sql/pglite';
import type { Filesystem } from '@electric-sql/pglite/basefs';
import type { PageFiles } from './pageFiles.js';

/** A storage path in its two parts. */
export interface StorePath {
  readonly kind: 'idb' | 'opfs-ahp' | 'memory';
  readonly name: string;
}

/** What a store is kept in: `idb` and `opfs` page by page, `idb-files` and `opfs-ahp` as PGlite itself does it. */
export type Storage = 'idb' | 'idb-files' | 'opfs' | 'opfs-ahp' | 'memory';

/** What flushed data survives: `memory` the death of every tab and of the browser, `disk` also that of the machine. */
export type FlushLevel = 'disk' | 'memory';

/** A store that is open for one engine, from before the engine starts until after it has stopped. */
export interface OpenStore {
  /** `custom` is a filesystem of the application's own, under a PGlite that the application has made. */
  readonly storage: Storage | 'custom';
  /** There is no database in it yet. The first flush makes it a whole one. */
  readonly isFresh: boolean;
  /** Whether a flush copies what it writes, so that the files may change meanwhile. */
  readonly flushesAside?: boolean;
  /** Whether what the engine writes goes into the store's own files at once, write by write. */
  readonly writesThrough?: boolean;
  /** Greater than that of every earlier opening, where the store keeps count; otherwise 0. */
  readonly epoch: number;
  /** Whether the application has made the engine, and may use it by itself. */
  readonly isOwnEngine?: boolean;
  /** The files that the engine works on, where the store keeps them page by page. */
  readonly files?: PageFiles;
  /** What PGlite works on, in place of what it would choose itself, where the store keeps whole files. */
  readonly fs?: Filesystem;
  /** Rejects when the store has failed in a way that the engine does not notice. */
  readonly failed?: Promise<never>;
  /** Whether the engine was refused a write because there was no space left. */
  readonly isFull?: boolean;
  /** To be called when the engine has started. */
  attach?(pg: PGlite): void;
  /** To be called before each change. */
  beforeChange?(): void;
  /** Makes everything executed so far survive. One at a time. */
  flush(level: FlushLevel): Promise<void>;
  /** Lets go of the store, and writes nothing more. */
  close(): void | Promise<void>;
}

/** Takes a storage path apart. */
export function storePathOf(dataDir: string): StorePath {
  const [kind, name] = dataDir.split('://', 2) as [StorePath['kind'], string];
  return { kind, name };
}
