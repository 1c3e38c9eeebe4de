// An engine alone in a worker, which the page asks by one message each way.

/** Starts the worker and has it open the store. */
export async function askingWorker(script, dataDir) {
  const worker = new Worker(script, { type: 'module' });
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
