import { engineUrls } from './assets.js';
import type { Dialect } from './dialect.js';
import { decodeResults } from './payload/decode.js';

const POSTGRES: Dialect = { engineUrls, decodeResults };

/** The dialect of a path. What SQLite needs is loaded when somebody asks for SQLite. */
export async function dialectOf(path: string): Promise<Dialect> {
  return path.startsWith('sqlite:') ? (await import('./sqlitePage.js')).SQLITE : POSTGRES;
}
