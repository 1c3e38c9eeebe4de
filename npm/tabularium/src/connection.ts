import { brokerUrl, startBuiltInWorker, workerUrl } from './assets.js';
import { checkEnvironment } from './environment.js';
import { errorOf, invalidArgument, TabulariumError } from './errors.js';
import { openClient } from './generated/page.js';
import { Leadership } from './leadership.js';
import type { CheckedOptions } from './options.js';
import type { EngineUrls, LeaderInfo, PageClient, PageConfig, PageHost } from './page.js';

/** How long an open transaction may do nothing before the leader rolls it back, so that others can go on. */
const TRANSACTION_IDLE_MS = 30_000;

/** A page's link to the database: the compiled part, the worker, and who leads. */
export class Connection {
  /** Told once, when the link is lost for good. */
  onLost: (error: TabulariumError) => void = () => {};
  readonly page: PageClient;
  readonly leadership: Leadership;
  #released: Promise<void> | undefined;

  private constructor(page: PageClient, first: LeaderInfo) {
    this.page = page;
    this.leadership = new Leadership(first);
  }

  /** Connects; resolves when the first leader is known. */
  static open(options: CheckedOptions, engineUrls: EngineUrls): Promise<Connection> {
    checkEnvironment();
    const worker = new FirstWorker(options.worker);
    return new Promise<Connection>((resolve, reject) => {
      let connection: Connection | undefined;
      let isLost = false;
      const lost = (error: TabulariumError) => {
        if (isLost) return;
        isLost = true;
        if (connection === undefined) {
          reject(error);
          void release(page);
        } else {
          connection.onLost(error);
          void connection.close();
        }
      };
      const welcomed = (info: LeaderInfo) => {
        if (isLost) return;
        worker.onFailure = () => {}; // From here on the compiled part knows how its worker is.
        if (connection !== undefined) connection.leadership.welcomed(info);
        else resolve((connection = new Connection(page, info)));
      };
      worker.onFailure = lost;
      const page = openPage(configOf(options, engineUrls, worker), worker, {
        // Each a microtask later: the compiled part may report before it has returned what is needed to answer.
        onWelcome: (info) => queueMicrotask(() => welcomed(info)),
        onDemoted: () => queueMicrotask(() => connection?.leadership.demoted()),
        onFatal: (failure) => queueMicrotask(() => lost(errorOf(failure))),
        onLog: (level, text) => {
          if (options.debug || level === 'warn' || level === 'error') console[level](`tabularium: ${text}`);
        },
      });
    });
  }

  /** Lets go of everything. The compiled part sees to it that this ends. */
  close(): Promise<void> {
    this.#released ??= release(this.page);
    return this.#released;
  }
}

/** The worker of this tab, as long as it is not known to work. Afterwards the compiled part looks after it. */
class FirstWorker {
  readonly worker: Worker;
  onFailure: (error: TabulariumError) => void = () => {};

  constructor(given: Worker | (() => Worker) | undefined) {
    const name =
      given === undefined ? `The worker's script ${workerUrl()}` : 'The script of the worker given to open()';
    try {
      this.worker = typeof given === 'object' ? given : makerOf(given)();
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
}

/** Makes this tab's workers, one after the other; a worker given as such cannot be had again. */
function makerOf(given: (() => Worker) | undefined): () => Worker {
  return given ?? startBuiltInWorker;
}

function release(page: PageClient): Promise<void> {
  return new Promise<void>((resolve) => page.close(resolve));
}

function openPage(config: PageConfig, worker: FirstWorker, host: PageHost): PageClient {
  try {
    return openClient(config, host);
  } catch (error) {
    worker.worker.terminate();
    throw error;
  }
}

function configOf(options: CheckedOptions, engineUrls: EngineUrls, worker: FirstWorker): PageConfig {
  return {
    path: options.path,
    id: options.id,
    appVersion: options.appVersion,
    meta: options.meta,
    durability: options.durability,
    deadlineMs: options.deadlineMs,
    transactionIdleMs: TRANSACTION_IDLE_MS,
    leaderTimeoutMs: options.leaderTimeoutMs,
    maxStatementMs: options.maxStatementMs,
    convert: options.convert,
    debug: options.debug,
    protocolMin: options.protocol[0],
    protocolMax: options.protocol[1],
    worker: worker.worker,
    respawnWorker: () => (typeof options.worker === 'object' ? null : makerOf(options.worker)()),
    brokerUrl: brokerUrl(),
    engineUrls,
  };
}

/** A script that cannot be loaded gives an error event without a message; one that throws gives its message. */
export function workerFailed(name: string, message: string | undefined, cause?: unknown): TabulariumError {
  const why = message
    ? `stopped with: ${message}`
    : 'could not be loaded. It must be served from the same origin as the page, as JavaScript, and be allowed by the ' +
      "page's Content-Security-Policy (worker-src 'self')";
  return new TabulariumError({ code: 'WORKER_FAILED', message: `${name} ${why}.`, outcome: 'notRun', cause });
}
