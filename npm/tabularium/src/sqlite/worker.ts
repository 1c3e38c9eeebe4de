// The entry of a worker of the application's own for databases of SQLite.
import { startWorker } from '../generated/worker.js';
import type { SqlFunctions } from './sqlFunction.js';

export type { SqlFunction, SqlFunctions, SqlValue } from './sqlFunction.js';

/** What {@link worker} is told. */
export interface SqliteWorkerOptions {
  /** Functions that SQL can call. Give the same in all tabs: a statement meets those of the tab that leads. */
  readonly functions?: SqlFunctions;
}

interface SqliteModule {
  createEngine(options: object): Promise<unknown>;
}

/**
 * Makes the script that calls it a worker for databases of SQLite, with functions of the application's own.
 *
 * @example
 * ```ts
 * // db-worker.ts
 * worker({ functions: { slug: { run: (title) => String(title).toLowerCase(), isDeterministic: true } } });
 *
 * // page.ts
 * const db = await Tabularium.open({
 *   dataDir: 'sqlite:app',
 *   worker: () => new Worker(new URL('./db-worker.ts', import.meta.url), { type: 'module' }),
 * });
 * await db.query('select slug(title) from note');
 * ```
 */
export function worker({ functions = {} }: SqliteWorkerOptions = {}): void {
  startWorker({
    async loadEngine(url) {
      const module = (await import(/* @vite-ignore */ /* webpackIgnore: true */ url)) as SqliteModule;
      return { ...module, createEngine: (options: object) => module.createEngine({ ...options, functions }) };
    },
  });
}
