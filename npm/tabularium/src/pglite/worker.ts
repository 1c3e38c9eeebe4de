/// <reference lib="webworker" />
import type { PGlite } from '@electric-sql/pglite';
import { invalidArgument } from '../errors.js';
import { startWorker } from '../generated/worker.js';
import { withoutLoadedArchive } from './archive.js';
import { checkFunction } from './checks.js';
import type { InitOptions } from './initOptions.js';
import { type ScriptPlace, whereThisScriptIs } from './scriptPlace.js';
import { userEngine } from './userEngine.js';

export type { InitOptions } from './initOptions.js';

/** How a worker makes its database. */
export interface WorkerOptions {
  /**
   * Makes the PGlite that all tabs share, and whatever must be in it before the first of them is served. It runs when
   * this tab begins to lead, so in one tab at a time.
   */
  readonly init: (options: InitOptions) => PGlite | Promise<PGlite>;
  /** How long `init` may take, in milliseconds, before the next tab tries; 120000 by default. */
  readonly initTimeoutMs?: number;
}

/** What a tab's page sends to its worker before anything else. */
export interface InitMessage {
  readonly type: 'init';
  readonly options: InitOptions;
}

/** What the worker's script says when it has started: enough to start another one. */
export interface ScriptMessage {
  readonly type: 'script';
  readonly place: ScriptPlace;
}

const DEFAULT_INIT_TIMEOUT_MS = 120_000;

/**
 * Runs a tab's half of the shared database in the worker this is called in: it waits for its turn, and while it leads,
 * the PGlite that `init` makes answers the calls of all tabs.
 *
 * @example
 * ```ts
 * worker({
 *   async init({ dataDir }) {
 *     const pg = await PGlite.create({ dataDir });
 *     await pg.exec('create table if not exists todo (id int generated always as identity, title text)');
 *     return pg;
 *   },
 * });
 * ```
 */
export async function worker({ init, initTimeoutMs = DEFAULT_INIT_TIMEOUT_MS }: WorkerOptions): Promise<void> {
  checkFunction('init', init);
  if (!(initTimeoutMs > 0)) throw invalidArgument('initTimeoutMs must be a number above 0.');
  let options: InitOptions = {};
  addEventListener('message', (event: MessageEvent<Partial<InitMessage> | undefined>) => {
    if (event.data?.type !== 'init') return;
    event.stopImmediatePropagation(); // It is not for the compiled part, which listens next.
    options = event.data.options ?? {};
  });
  postMessage({ type: 'script', place: whereThisScriptIs() } satisfies ScriptMessage);
  const engine = userEngine(async () => init(await withoutLoadedArchive(options)), initTimeoutMs);
  startWorker({ loadEngine: () => Promise.resolve(engine) });
}
