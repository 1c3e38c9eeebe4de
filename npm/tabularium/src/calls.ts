import { errorOf, invalidArgument, TabulariumError } from './errors.js';
import type { DecodeOptions, Result } from './payload/decode.js';
import { sample } from './samples.js';
import type { Durability, Operation, PageClient, PlainFailure, ResultPayload, Settle, Statement } from './page.js';

/** What every call can be told. */
export interface CallOptions {
  /** Stops the call: one that has not begun is withdrawn (`notRun`), one that has ends as `pending`. */
  readonly signal?: AbortSignal | undefined;
  /** How long the call may take, in milliseconds, instead of the database's own limit. */
  readonly deadlineMs?: number | undefined;
}

/** What a call can be told that may write. */
export interface WriteOptions extends CallOptions {
  /**
   * What the call waits for if it writes, instead of the database's own level.
   *
   * - `disk`: the write outlives the browser and the machine, as far as the browser keeps its word
   * - `memory`: the write outlives the leading tab, though perhaps not a crash of the machine; it reaches the disk soon
   *   after, and {@link Tabularium.whenDurable} waits for that
   *
   * A read waits for neither, and a store in memory never reaches the disk.
   */
  readonly durability?: Durability | undefined;
}

/** What the leader is to do: an operation, or to say when a commit is on the disk. */
export type Request =
  | {
      readonly op: Operation;
      readonly statement: Statement | null;
      /** The number of the begin call of the transaction it belongs to, or 0. */
      readonly transaction: number;
    }
  | { readonly op: 'sync'; readonly statement: null; readonly commit: number };

/** How a call succeeded. */
export interface Answer {
  readonly payload: ResultPayload | null;
  /** Reads the payload. */
  readonly decodeResults: DecodeResults;
  /** Whether the payload has lost its rows: it was kept over a failover, and they were too large for that. */
  readonly isAbridged: boolean;
  /** Null inside a transaction, which commits later. */
  readonly committed: Committed | null;
}

/** The last commit that an answer knows of. */
export interface Committed {
  readonly commit: number;
  /** What the commit has survived if the call made it; `memory` for a call that made none and waited for nothing. */
  readonly level: Durability;
}

/** One call to the leader. */
export interface Call<T> {
  readonly request: Request;
  readonly options: WriteOptions;
  readonly decode: (answer: Answer) => T;
  /** Settles the promise; the default is to do just that. */
  readonly deliver?: (settle: () => void) => void;
  /** Told when the caller's wait is over, and the error if it failed. */
  readonly onEnd?: (error?: TabulariumError) => void;
}

/** Reads what an engine has answered: a result for each statement. */
export type DecodeResults = (payload: Uint8Array, options?: DecodeOptions) => Result<never>[];

/** What holds for every call of a database. */
export interface CallDefaults {
  readonly decodeResults: DecodeResults;
  readonly deadlineMs: number;
  readonly durability: Durability;
  /** Whether the store is in memory, where no flush makes a commit outlive its leader. */
  readonly isInMemory: boolean;
}

/** A call that is under way. */
export interface StartedCall<T> {
  /** The number that cancels the call, or stands for the transaction it began; 0 when it was not sent. */
  readonly callNumber: number;
  /** Settles when the call does. No wrapper may come between it and the caller: see Nesting. */
  readonly promise: Promise<T>;
}

/** The type of a message of ours before those of a result: what this tab has set for itself, which is sent back as is. */
const SETTINGS = 0x70;
const HEADER_BYTES = 5;

/** The promises over the compiled part's callbacks: deadlines, abort signals, late outcomes. */
export class Calls {
  /** The compiled part. */
  readonly page: PageClient;
  readonly #defaults: CallDefaults;
  /** Rejects the promises of late outcomes that are still awaited. */
  readonly #awaitedLate = new Set<(error: TabulariumError) => void>();
  #refusal: TabulariumError | undefined;
  /** How many calls have not ended. */
  pending = 0;
  /** How many calls have ended, and how many of them failed. */
  endedCount = 0;
  failedCount = 0;
  /** How long the last calls took that have ended, in milliseconds. */
  readonly durationsMs: number[] = [];
  /** How many calls had not ended when each of the last ones began, itself included. */
  readonly queueLengths: number[] = [];
  /** Told of every change of `pending`, and that calls are refused from now on. */
  readonly watchers = new Set<() => void>();
  #commit = 0;
  #settings: Uint8Array | undefined;

  constructor(page: PageClient, defaults: CallDefaults) {
    this.page = page;
    this.#defaults = defaults;
  }

  /** The highest commit number seen. */
  get commit(): number {
    return this.#commit;
  }

  /** Remembers a commit number; smaller ones than the highest change nothing. */
  sawCommit(commit: number): void {
    if (commit > this.#commit) this.#commit = commit;
  }

  /** Why no call can start any more, if so. */
  get refusal(): TabulariumError | undefined {
    return this.#refusal;
  }

  /** From now on every new call is refused with this error; the first one given stays. */
  refuse(error: TabulariumError): void {
    this.#refusal ??= error;
    this.#count(0);
  }

  /** No late outcome will come any more: who still awaits one is told that it stays unknown. */
  endAwaited({ code, message }: TabulariumError): void {
    for (const reject of this.#awaitedLate) reject(new TabulariumError({ code, message, outcome: 'unknown' }));
    this.#awaitedLate.clear();
  }

  /** Starts a call. It never throws: what is wrong comes by the promise. */
  start<T>(call: Call<T>): StartedCall<T> {
    const { signal } = call.options;
    if (this.#refusal !== undefined) return notSent(call, this.#refusal);
    if (signal?.aborted === true) return notSent(call, aborted(call, signal));
    let callNumber = 0;
    const startMs = performance.now();
    this.#count(1);
    sample(this.queueLengths, this.pending);
    const promise = new Promise<T>((resolve, reject) => {
      let isOver = false;
      let settleLate: Settlement | undefined;
      const abort = () => this.page.cancel(callNumber);
      const settle: Settle = (failure, payload, isAbridged, commit, level, late) => {
        this.sawCommit(commit);
        const { decodeResults } = this.#defaults;
        const committed = this.#committed(call.request, commit, level);
        const answer = { payload: this.#rest(payload), decodeResults, isAbridged, committed };
        if (late) {
          settleLate?.(failure, answer);
          return;
        }
        isOver = true;
        this.#ended(startMs, failure);
        signal?.removeEventListener('abort', abort);
        const deliver = call.deliver ?? immediately;
        if (failure === null) {
          call.onEnd?.();
          deliver(() => settleBy(call, resolve, reject)(null, answer));
        } else {
          let settled: Promise<T> | undefined;
          if (failure.outcome === 'PENDING') {
            settled = new Promise<T>((resolveLate, rejectLate) => {
              const settleAwaited = settleBy(call, resolveLate, rejectLate);
              settleLate = (...outcome) => {
                this.#awaitedLate.delete(rejectLate);
                settleAwaited(...outcome);
              };
              this.#awaitedLate.add(rejectLate);
            });
            settled.catch(() => {}); // The caller may not care; an unhandled rejection would say it must.
          }
          const cause = failure.code === 'ABORTED' ? (signal?.reason as unknown) : undefined;
          const error = errorOf(failure, { statement: statementOf(call), settled, cause });
          call.onEnd?.(error);
          deliver(() => reject(error));
        }
      };
      try {
        callNumber = this.#send(call, settle);
      } catch (cause) {
        isOver = true;
        this.#count(-1);
        const error = unsendable(cause);
        call.onEnd?.(error);
        reject(error);
      }
      if (!isOver) signal?.addEventListener('abort', abort, { once: true });
    });
    return { callNumber, promise };
  }

  /** A statement with what this tab has set for itself, such as `search_path`. */
  asOwn(statement: Statement | null): Statement | null {
    const settings = this.#settings;
    return settings === undefined ? statement : { ...(statement ?? { sql: '' }), settings };
  }

  #ended(startMs: number, failure: PlainFailure | null): void {
    this.endedCount++;
    if (failure !== null) this.failedCount++;
    sample(this.durationsMs, performance.now() - startMs);
    this.#count(-1);
  }

  #count(by: number): void {
    this.pending += by;
    for (const tell of this.watchers) tell();
  }

  #rest(payload: ResultPayload | null): ResultPayload | null {
    if (payload?.[0] !== SETTINGS) return payload;
    const end = 1 + new DataView(payload.buffer, payload.byteOffset).getInt32(1);
    this.#settings = end === HEADER_BYTES ? undefined : payload.slice(HEADER_BYTES, end);
    return payload.subarray(end);
  }

  #committed(request: Request, commit: number, level: Durability): Committed | null {
    if (request.op !== 'sync' && request.transaction !== 0) return null;
    return { commit, level: this.#defaults.isInMemory ? 'memory' : level };
  }

  #send({ request, options }: Call<unknown>, settle: Settle): number {
    const { deadlineMs = this.#defaults.deadlineMs, durability = this.#defaults.durability } = options;
    if (request.op === 'sync') return this.page.sync(request.commit, deadlineMs, settle);
    const { op, transaction } = request;
    const statement = transaction === 0 ? this.asOwn(request.statement) : request.statement;
    return this.page.call(op, statement, transaction, durability, deadlineMs, settle);
  }
}

type Settlement = (failure: PlainFailure | null, answer: Answer) => void;

function settleBy<T>(call: Call<T>, resolve: (value: T) => void, reject: (error: unknown) => void): Settlement {
  return (failure, answer) => {
    if (failure !== null) {
      reject(errorOf(failure, { statement: statementOf(call) }));
      return;
    }
    try {
      resolve(call.decode(answer));
    } catch (error) {
      reject(error);
    }
  };
}

function immediately(settle: () => void): void {
  settle();
}

function notSent<T>(call: Call<T>, error: TabulariumError): StartedCall<T> {
  call.onEnd?.(error);
  return { callNumber: 0, promise: Promise.reject(error) };
}

function unsendable(cause: unknown): TabulariumError {
  return invalidArgument('The call could not be sent; a parameter has no form that can cross to a worker.', cause);
}

function aborted(call: Call<unknown>, signal: AbortSignal): TabulariumError {
  return new TabulariumError({
    code: 'ABORTED',
    message: 'The signal had been aborted before the call was made; nothing was sent.',
    outcome: 'notRun',
    statement: statementOf(call),
    cause: signal.reason,
  });
}

/** Which statement of a batch has failed, only the engine knows; it says so in its error. */
function statementOf({ request: { statement } }: Call<unknown>): Statement | undefined {
  return statement === null || statement.batch !== undefined ? undefined : statement;
}
