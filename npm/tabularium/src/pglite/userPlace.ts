import type { PGlite } from '@electric-sql/pglite';

/** Where a PGlite that the application has made keeps its data. */
export interface UserPlace {
  /** The storage path, as this library writes it; undefined where it is kept nowhere, or nobody can tell where. */
  readonly path: string | undefined;
  readonly storage: 'idb-files' | 'opfs-ahp' | 'memory' | 'custom';
}

/** Finds out by what a PGlite works on, not by what it was told: a filesystem given to it wins over its path. */
export function placeOf(pg: PGlite): UserPlace {
  const fs = pg.fs as { readonly dataDir?: string; readonly initialPoolSize?: number } | undefined;
  const name = fs?.dataDir;
  if (fs?.initialPoolSize !== undefined) return { path: `opfs-ahp://${plainPath(name ?? '')}`, storage: 'opfs-ahp' };
  if (fs !== undefined && 'debug' in fs) return { path: undefined, storage: 'custom' };
  if (name === undefined || name === '') return { path: undefined, storage: 'memory' };
  return { path: `idb://${name}`, storage: 'idb-files' };
}

/** A path of folders without what means nothing in it: `./a/` is `a`. */
export function plainPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
