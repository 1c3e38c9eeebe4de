// PGlite alone in a worker, for one tab: asked from the page by one message each way, or measured where it is.

export async function open({ dataDir }) {
  const worker = new Worker('/workers/pglite-alone.js', { type: 'module' });
  const pending = new Map();
  let lastNumber = 0;
  worker.addEventListener('message', ({ data: { number, value, error } }) => {
    const { resolve, reject } = pending.get(number);
    pending.delete(number);
    if (error) reject(error);
    else resolve(value);
  });
  const ask = (method, ...args) =>
    new Promise((resolve, reject) => {
      const number = ++lastNumber;
      pending.set(number, { resolve, reject });
      worker.postMessage({ number, method, args });
    });
  const openMs = await ask('open', dataDir);
  return {
    /** How long the engine itself took to open the store. */
    openMs,
    query: (sql, params) => ask('query', sql, params),
    measureInside: (loop, options) => ask('measure', loop, options),
  };
}
