import { brokerUrl, engineUrls, startBuiltInWorker, workerUrl } from './assets.js';
import { checkEnvironment } from './environment.js';
import { errorOf, invalidArgument, TabulariumError } from './errors.js';
import { openClient } from './generated/page.js';
import { Leadership } from './leadership.js';
import type { CheckedOptions } from './options.js';
import type { LeaderInfo, PageClient, PageConfig, PageHost } from './page.js';

/** How long an open transaction may do nothing before the leader rolls it back, so that others can go on. */
const TRANSACTION_IDLE_MS = 30_000;
/** How long closing waits for the worker to write out and let go, before the worker is stopped anyway. */
const CLOSE_LIMIT_MS = 10_000;

/** A page's link to the database: the compiled part, the worker, and who leads. */
export class Connection {
  /** Told once, when the link is lost for good. */
  onLost: (error: TabulariumError) => void = () => {};
  readonly page: PageClient;
  readonly leadership: Leadership;
  readonly #worker: TabWorker;
  #released: Promise<void> | undefined;

  private constructor(page: PageClient, worker: TabWorker, first: LeaderInfo) {
    this.page = page;
    this.#worker = worker;
    this.leadership = new Leadership(first);
  }

  /** Connects; resolves when the first leader is known. */
  static open(options: CheckedOptions): Promise<Connection> {
    checkEnvironment();
    const worker = new TabWorker(options.worker);
    return new Promise<Connection>((resolve, reject) => {
      let connection: Connection | undefined;
      let isLost = false;
      const lost = (error: TabulariumError) => {
        if (isLost) return;
        isLost = true;
        if (connection === undefined) {
          reject(error);
          void release(page, worker);
        } else {
          connection.onLost(error);
          void connection.close();
        }
      };
      const welcomed = (info: LeaderInfo) => {
        if (isLost) return;
        worker.onFailure = () => {}; // From here on the compiled part knows how its worker is.
        if (connection !== undefined) connection.leadership.welcomed(info);
        else resolve((connection = new Connection(page, worker, info)));
      };
      worker.onFailure = lost;
      const page = openPage(options, worker, {
        // Each a microtask later: the compiled part may report before it has returned what is needed to answer.
        onWelcome: (info) => queueMicrotask(() => welcomed(info)),
        onDemoted: () => queueMicrotask(() => connection?.leadership.demoted()),
        onFatal: (failure) => queueMicrotask(() => lost(errorOf(failure))),
        onLog: (level, text) => console[level](`tabularium: ${text}`),
      });
    });
  }

  /** Lets go of everything. Resolves when it is done, or when waiting for it makes no more sense. */
  close(): Promise<void> {
    this.#released ??= release(this.page, this.#worker);
    return this.#released;
  }
}

/** The worker of this tab. */
class TabWorker {
  worker: Worker;
  onFailure: (error: TabulariumError) => void = () => {};
  readonly #isOurs: boolean;
  readonly #given: Worker | (() => Worker) | undefined;

  constructor(given: Worker | (() => Worker) | undefined) {
    this.#given = given;
    const name =
      given === undefined ? `The worker's script ${workerUrl()}` : 'The script of the worker given to open()';
    this.#isOurs = given === undefined || typeof given === 'function';
    try {
      this.worker = given === undefined ? startBuiltInWorker() : typeof given === 'function' ? given() : given;
    } catch (cause) {
      throw workerFailed(name, undefined, cause);
    }
    if (typeof (this.worker as Partial<Worker> | undefined)?.addEventListener !== 'function') {
      throw invalidArgument('worker must be a Worker or a function that returns one.');
    }
    this.worker.addEventListener('error', (event: Event) => {
      this.onFailure(workerFailed(name, (event as Partial<ErrorEvent>).message));
    });
  }

  /** Makes a worker in the place of one that is gone; null when the application gave one that cannot be made again. */
  respawn(): Worker | null {
    if (this.#given !== undefined && typeof this.#given !== 'function') return null;
    this.worker = this.#given === undefined ? startBuiltInWorker() : this.#given();
    return this.worker;
  }

  /** Stops the worker, unless it belongs to the application. */
  terminate(): void {
    if (this.#isOurs) this.worker.terminate();
  }
}

function release(page: PageClient, worker: TabWorker): Promise<void> {
  return new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      worker.terminate();
      resolve();
    };
    const timer = setTimeout(finish, CLOSE_LIMIT_MS);
    page.close(finish);
  });
}

function openPage(options: CheckedOptions, worker: TabWorker, host: PageHost): PageClient {
  try {
    return openClient(configOf(options, worker), host);
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

function configOf(options: CheckedOptions, worker: TabWorker): PageConfig {
  return {
    path: options.path,
    id: options.id,
    appVersion: options.appVersion,
    meta: options.meta,
    durability: options.durability,
    deadlineMs: options.deadlineMs,
    transactionIdleMs: TRANSACTION_IDLE_MS,
    debug: options.debug,
    protocolMin: options.protocol[0],
    protocolMax: options.protocol[1],
    worker: worker.worker,
    respawnWorker: () => worker.respawn(),
    brokerUrl: brokerUrl(),
    engineUrls: engineUrls(),
  };
}

/** A script that cannot be loaded gives an error event without a message; one that throws gives its message. */
function workerFailed(name: string, message: string | undefined, cause?: unknown): TabulariumError {
  const why = message
    ? `stopped with: ${message}`
    : 'could not be loaded. It must be served from the same origin as the page, as JavaScript, and be allowed by the ' +
      "page's Content-Security-Policy (worker-src 'self')";
  return new TabulariumError({ code: 'WORKER_FAILED', message: `${name} ${why}.`, outcome: 'notRun', cause });
}
