// A page with workers that open engines by themselves, without the rest of the library: the tests decide who leads.

import { plainError } from './plain-error.js';

const workers = new Map();

/** A worker with at most one engine. Its operations are in store-worker.js. */
class EngineWorker {
  acknowledged = 0;
  #worker = new Worker('/store-worker.js', { type: 'module' });
  #waiting = new Map();
  #lastId = 0;

  constructor() {
    this.#worker.onmessage = ({ data: { id, value, error, acknowledged } }) => {
      if (acknowledged !== undefined) {
        this.acknowledged = acknowledged;
        return;
      }
      const { resolve, reject } = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) reject(Object.assign(new Error(error.message), error));
      else resolve(value);
    };
  }

  call(operation, argument) {
    const id = ++this.#lastId;
    this.#worker.postMessage({ id, operation, argument });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  terminate() {
    this.#worker.terminate();
  }
}

globalThis.app = {
  /** Calls an operation of a named worker, which is made when it is first called. */
  call(name, operation, argument) {
    if (!workers.has(name)) workers.set(name, new EngineWorker());
    return workers.get(name).call(operation, argument);
  },

  /** How many rows the worker's writing has been told to be safe. */
  acknowledged: (name) => workers.get(name).acknowledged,

  /** Ends a worker where it stands, and gives what it had acknowledged. */
  async terminate(name) {
    const worker = workers.get(name);
    workers.delete(name);
    worker.terminate();
    // What it said before its end arrives before this.
    await new Promise((resolve) => setTimeout(resolve, 30));
    return worker.acknowledged;
  },

  summary: () => ({ workers: [...workers.keys()] }),

  async attempt(fn, argument) {
    try {
      return { value: await fn(argument) };
    } catch (error) {
      return { error: plainError(error) };
    }
  },
};
