import type { PGlite } from '@electric-sql/pglite';
import { EngineError } from '../engine/engineError.js';
import { LockFence, type StillHolds } from '../engine/fence.js';
import { PgliteHandle } from '../engine/pgliteHandle.js';
import { createEngine } from '../generated/pglite.js';
import { placeOf } from './userPlace.js';
import { holdPlace } from './placeLock.js';
import { InitFiles } from './initFiles.js';
import { UserStore } from './userStore.js';

/** What this needs of what the worker says about the engine it wants. */
interface EngineOptions {
  readonly dataDir: string;
  readonly stillHolds: StillHolds;
}

/** What a worker's script takes for the engine's module. */
export interface EngineModule {
  createEngine(options: EngineOptions): unknown;
  prepare(): void;
}

/** An engine over a PGlite that the application makes itself. */
export function userEngine(init: () => PGlite | Promise<PGlite>, initTimeoutMs: number): EngineModule {
  return {
    createEngine: (options) => createEngine((same: EngineOptions) => open(init, initTimeoutMs, same), options),
    // What it loads and when is the application's matter.
    prepare: () => {},
  };
}

/** The lock of the declared path is held already; whatever else `init` has opened is locked here, or given up. */
async function open(
  init: () => PGlite | Promise<PGlite>,
  initTimeoutMs: number,
  { dataDir, stillHolds }: EngineOptions,
): Promise<PgliteHandle> {
  const pg = await made(init, initTimeoutMs);
  const place = placeOf(pg);
  let release: (() => void) | undefined;
  try {
    release = await holdPlace(place.path, dataDir);
    return new PgliteHandle(pg, await UserStore.open(pg, place, new LockFence(stillHolds), release));
  } catch (error) {
    await pg.close().catch(() => {}); // It is given up; what was wrong is what must be heard.
    release?.();
    throw error;
  }
}

async function made(init: () => PGlite | Promise<PGlite>, initTimeoutMs: number): Promise<PGlite> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(initFailed(`has not returned within ${initTimeoutMs} ms (initTimeoutMs)`)),
      initTimeoutMs,
    );
  });
  const files = new InitFiles();
  try {
    const pg = await Promise.race([ready(init, files), tooLate]);
    files.keep();
    return pg;
  } catch (error) {
    await files.giveUp();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function ready(init: () => PGlite | Promise<PGlite>, files: InitFiles): Promise<PGlite> {
  let pg: PGlite;
  try {
    pg = await Promise.race([init(), files.failed]);
    await Promise.race([(pg as PGlite | undefined)?.waitReady, files.failed]);
  } catch (cause) {
    throw initFailed(`failed: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  if (typeof (pg as Partial<PGlite> | undefined)?.execProtocolRawStream !== 'function' || pg.Module === undefined) {
    throw initFailed('must return the PGlite it has made, of @electric-sql/pglite 0.5');
  }
  return pg;
}

function initFailed(how: string, cause?: unknown): EngineError {
  return new EngineError('ENGINE_UNAVAILABLE', `The init function given to worker() ${how}.`, cause);
}
