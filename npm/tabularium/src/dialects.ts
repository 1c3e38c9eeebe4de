import { engineUrls, sqliteUrls } from './assets.js';
import type { DecodeResults } from './calls.js';
import type { EngineUrls } from './page.js';
import { decodeResults } from './payload/decode.js';

/** What a tab must know of the engine behind a path. */
export interface Dialect {
  /** The addresses of the engine's files. */
  readonly engineUrls: EngineUrls;
  /** Reads what the engine answers. */
  readonly decodeResults: Promise<DecodeResults>;
}

/** The dialect of a path. What a tab needs for SQLite is loaded when somebody asks for SQLite. */
export function dialectOf(path: string): Dialect {
  if (!path.startsWith('sqlite:')) return { engineUrls: engineUrls(), decodeResults: Promise.resolve(decodeResults) };
  const loading = import('./payload/sqliteDecode.js');
  return { engineUrls: sqliteUrls(), decodeResults: loading.then((loaded) => loaded.decodeSqliteResults) };
}
