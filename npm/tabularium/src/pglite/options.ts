import type { Extensions, PGliteOptions } from '@electric-sql/pglite';
import type { Durability } from '../page.js';
import { invalidArgument } from '../errors.js';
import { checkAllButPath, type CheckedOptions, MAX_DELAY_MS, type TabulariumOptions } from '../options.js';
import type { InitOptions } from './worker.js';

/** How {@link PGliteWorker} is to open a database: the options of PGlite's own, and what this library adds. */
export type PGliteWorkerOptions<E extends Extensions = Extensions> = PGliteOptions<E> &
  Pick<TabulariumOptions, 'deadlineMs' | 'maxStatementMs'> & {
    /**
     * Names the group of tabs. The path decides which tabs share a database; one path under two ids is refused. Without
     * a path, the tabs of one id are one group, and without both, those of one worker script.
     */
    id?: string;
    /** Anything that can be cloned; `init` gets it. */
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
    meta?: any;
    /** What a write waits for; `disk` unless `relaxedDurability` is set. */
    durability?: Durability;
  };

/** What cannot go to a worker, and stays in the page. */
const PAGE_ONLY = new Set(['extensions', 'parsers', 'serializers', 'onStdout', 'onStderr']);
/** What only `init` could use, but cannot be sent to it. */
const INIT_ONLY = ['fs', 'pgDataProxyFs'];

/** The options as `init` is to see them. */
export function initOptionsOf(options: PGliteWorkerOptions): InitOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => !PAGE_ONLY.has(name) && value !== undefined),
  );
}

/** Checks what an application passed to `PGliteWorker`. Throws `INVALID_ARGUMENT`. */
export function checkWorkerOptions(options: PGliteWorkerOptions): void {
  for (const name of INIT_ONLY) {
    if ((options as Record<string, unknown>)[name] === undefined) continue;
    const also = options.dataDir === undefined ? '' : `, and dataDir '${options.dataDir}' says something else`;
    throw invalidArgument(
      `Drop ${name} here: it cannot be sent to a worker${also}. Make it in the worker's init, or name the store by ` +
        "dataDir alone: 'idb://name' or 'opfs-ahp://path'.",
    );
  }
  const { dataDir, relaxedDurability, durability } = options;
  if (dataDir !== undefined && (typeof dataDir !== 'string' || dataDir === '')) {
    throw invalidArgument("dataDir must be a string, such as 'idb://name'.");
  }
  if (relaxedDurability === true && durability === 'disk') {
    throw invalidArgument("Drop relaxedDurability or durability: 'disk'; they contradict each other.");
  }
}

/** The options in the form in which everything below takes them. */
export function checkedOf(options: PGliteWorkerOptions, path: string, worker: () => Worker): CheckedOptions {
  const { id = '', meta, deadlineMs, maxStatementMs } = options;
  const durability = durabilityOf(options);
  const debug = (options.debug ?? 0) > 0;
  return {
    // Nobody takes the place of a leader that lives: its store could not keep it from writing on.
    ...checkAllButPath({ meta, deadlineMs, maxStatementMs, durability, debug, worker, leaderTimeoutMs: MAX_DELAY_MS }),
    // `Holder.OWN_ENGINE` in Java: only tabs of this kind can make this store's engine.
    id: `init:${id}`,
    path,
  };
}

function durabilityOf({ durability, relaxedDurability }: PGliteWorkerOptions): Durability {
  return durability ?? (relaxedDurability === true ? 'memory' : 'disk');
}
