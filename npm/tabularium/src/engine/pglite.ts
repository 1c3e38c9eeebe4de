// The entry of PGlite's script, which only the worker of a tab that leads loads.
import { createEngine as create } from '../generated/pglite.js';
import { openPglite, type PgliteOptions } from './openPglite.js';
import { rehearseIfAsked } from './rehearsal.js';

export { openPglite } from './openPglite.js';
export { loadAhead as prepare } from './ahead.js';

/** What the worker says of the engine it wants; whether its lock was stolen follows when the engine is opened. */
export type EngineOptions = Omit<PgliteOptions, 'isStolen'>;

/** Makes an engine that is not open yet. The worker's script knows what it can do; see `ScriptEngine` in Java. */
export function createEngine(options: EngineOptions, open: typeof openPglite = openPglite): unknown {
  return create((same: EngineOptions, isStolen: boolean) => open({ ...same, isStolen }), options);
}

rehearseIfAsked();
