// The worker of this tab. The library makes its own; the demo makes it here because it has a button that kills it.

/** Makes the workers that the library asks for. Dispatches `changed` when one starts or is killed. */
export class TabWorker extends EventTarget {
  #url;
  #worker = null;

  constructor(url) {
    super();
    this.#url = url;
  }

  /** Whether there is a worker that nobody has killed. */
  get isAlive() {
    return this.#worker !== null;
  }

  /** A new worker. The library asks for one when it opens, and again when it finds that the last one has died. */
  start() {
    this.#worker = new Worker(this.#url, { type: 'module', name: 'tabularium' });
    this.dispatchEvent(new Event('changed'));
    return this.#worker;
  }

  /** Ends the worker as a crash would: in the middle of its work, without a word to anybody. */
  kill() {
    this.#worker.terminate();
    this.#worker = null;
    this.dispatchEvent(new Event('changed'));
  }
}
