import type { DecodeResults } from './calls.js';
import type { EngineUrls } from './page.js';

/** What a tab must know of the engine behind a path. */
export interface Dialect {
  /** The addresses of the engine's files. */
  readonly engineUrls: () => EngineUrls;
  readonly decodeResults: DecodeResults;
}
