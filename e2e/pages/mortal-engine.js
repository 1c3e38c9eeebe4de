// The real engine, except that it dies when a statement says so.

import { openPglite as openReal } from '/library/engine.js';

const LAST_WORDS = 'select the end of this engine';

export async function openPglite(options) {
  const engine = await openReal(options);
  let isDead = false;
  return {
    isFresh: engine.isFresh,
    exec(message) {
      isDead ||= new TextDecoder().decode(message).includes(LAST_WORDS);
      if (isDead) {
        throw new WebAssembly.RuntimeError('unreachable');
      }
      return engine.exec(message);
    },
    flush: () => (isDead ? Promise.reject(new Error('the engine is dead')) : engine.flush()),
    close: () => (isDead ? Promise.resolve() : engine.close()),
    serialize: (value, oid) => engine.serialize(value, oid),
  };
}
