import { engineUrls } from './assets.js';
import type { DecodeResults } from './calls.js';
import type { EngineUrls } from './page.js';
import { decodeResults } from './payload/decode.js';

/** What a tab must know of the engine behind a path. */
export interface Dialect {
  /** The addresses of the engine's files. */
  readonly engineUrls: () => EngineUrls;
  readonly decodeResults: DecodeResults;
}

const POSTGRES: Dialect = { engineUrls, decodeResults };

/** The dialect of a path. What SQLite needs is loaded when somebody asks for SQLite. */
export async function dialectOf(path: string): Promise<Dialect> {
  return path.startsWith('sqlite:') ? (await import('./sqlitePage.js')).SQLITE : POSTGRES;
}
