import { workerFailed } from '../connection.js';
import { invalidArgument, TabulariumError } from '../errors.js';
import type { ScriptPlace } from './scriptPlace.js';
import type { InitMessage, InitOptions, ScriptMessage } from './worker.js';

/**
 * The workers of one page, one after the other: the application's own first, and in its place others of the same
 * script, when it has died or was put away with its page.
 */
export class Workers {
  readonly #given: Worker | (() => Worker);
  readonly #initOptions: InitOptions;
  #isGivenUsed = false;
  #place: ScriptPlace | undefined;
  #onPlace: (place: ScriptPlace) => void = () => {};
  #onWrong: (error: TabulariumError) => void = () => {};
  /** Where the script is, once it has said so. */
  readonly place = new Promise<ScriptPlace>((resolve) => (this.#onPlace = resolve));
  /** Rejects when the script turns out to be none of this library's, or cannot be loaded. */
  readonly failed = new Promise<never>((_resolve, reject) => (this.#onWrong = reject));

  constructor(given: Worker | (() => Worker), initOptions: InitOptions) {
    if (typeof given !== 'function' && typeof (given as Partial<Worker> | undefined)?.postMessage !== 'function') {
      throw invalidArgument('PGliteWorker takes a Worker, or a function that returns one, as its first argument.');
    }
    this.#given = given;
    this.#initOptions = initOptions;
    this.failed.catch(() => {}); // Whoever waits for it hears of it.
  }

  /** Makes a worker that knows what to tell its `init`. */
  make(): Worker {
    const worker = this.#next();
    worker.addEventListener('message', (event: MessageEvent<Partial<ScriptMessage> | { type: 'here' }>) => {
      const { data } = event;
      if (data?.type !== 'script' && data?.type !== 'here') return;
      event.stopImmediatePropagation(); // It is not for the compiled part, which listens next.
      if (data.type === 'here') this.#onWrong(foreign());
      else this.#onPlace((this.#place = (data as ScriptMessage).place));
    });
    worker.addEventListener('error', (event) => {
      this.#onWrong(workerFailed('The script of the worker given to PGliteWorker', event.message));
    });
    worker.postMessage({ type: 'init', options: this.#initOptions } satisfies InitMessage);
    return worker;
  }

  #next(): Worker {
    if (typeof this.#given === 'function') return this.#given();
    if (!this.#isGivenUsed) {
      this.#isGivenUsed = true;
      return this.#given;
    }
    if (this.#place === undefined) throw invalidArgument('The worker has died before it said which script it runs.');
    const { url, type, name } = this.#place;
    return new Worker(url, { type, name });
  }
}

function foreign(): TabulariumError {
  return new TabulariumError({
    code: 'WORKER_FAILED',
    message:
      "The worker given to PGliteWorker runs the worker() of @electric-sql/pglite/worker. Import worker from " +
      "'tabularium/pglite' in its script too.",
    outcome: 'notRun',
  });
}
