// The real engine, except that it dies when a statement says so.

import { createEngine as createReal, openPglite } from '/library/engine.js';

export { prepare } from '/library/engine.js';

const LAST_WORDS = 'select the end of this engine';

export function createEngine(options) {
  return createReal(options, openMortal);
}

async function openMortal(options) {
  const engine = await openPglite(options);
  let isDead = false;
  return {
    isFresh: engine.isFresh,
    storage: engine.storage,
    epoch: engine.epoch,
    exec(message) {
      isDead ||= new TextDecoder().decode(message).includes(LAST_WORDS);
      if (isDead) {
        throw new WebAssembly.RuntimeError('unreachable');
      }
      return engine.exec(message);
    },
    execPart: (message) => engine.execPart(message),
    flush: () => (isDead ? Promise.reject(new Error('the engine is dead')) : engine.flush()),
    close: () => (isDead ? Promise.resolve() : engine.close()),
    serialize: (value, oid) => engine.serialize(value, oid),
  };
}
