import { errorOf, invalidArgument, TabulariumError } from './errors.js';
import type { Operation, PageClient, PlainFailure, ResultPayload, Statement } from './page.js';

/** What every call can be told. */
export interface CallOptions {
  /** Stops the call: one that has not begun is withdrawn (`notRun`), one that has ends as `pending`. */
  readonly signal?: AbortSignal | undefined;
  /** How long the call may take, in milliseconds, instead of the database's own limit. */
  readonly deadlineMs?: number | undefined;
}

/** One call to the leader. */
export interface Call<T> {
  readonly op: Operation;
  readonly statement: Statement | null;
  /** The number of the begin call of the transaction it belongs to, or 0. */
  readonly transaction: number;
  readonly options: CallOptions;
  readonly decode: (payload: ResultPayload | null) => T;
  /** Settles the promise; the default is to do just that. */
  readonly deliver?: (settle: () => void) => void;
  /** Told when the caller's wait is over, however it ended. */
  readonly onEnd?: () => void;
}

/** A call that is under way. */
export interface StartedCall<T> {
  /** The number that cancels the call, or stands for the transaction it began; 0 when it was not sent. */
  readonly callNumber: number;
  /** Settles when the call does. No wrapper may come between it and the caller: see Nesting. */
  readonly promise: Promise<T>;
}

/** The promises over the compiled part's callbacks: deadlines, abort signals, late outcomes. */
export class Calls {
  readonly #page: PageClient;
  readonly #deadlineMs: number;
  /** Rejects the promises of late outcomes that are still awaited. */
  readonly #awaitedLate = new Set<(error: TabulariumError) => void>();
  #refusal: TabulariumError | undefined;
  #commit = 0;

  constructor(page: PageClient, deadlineMs: number) {
    this.#page = page;
    this.#deadlineMs = deadlineMs;
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

  /** From now on every call is refused with this error, and no late outcome will come; the first one given stays. */
  refuseAll(error: TabulariumError): void {
    this.#refusal ??= error;
    const { code, message } = this.#refusal;
    for (const reject of this.#awaitedLate) reject(new TabulariumError({ code, message, outcome: 'unknown' }));
    this.#awaitedLate.clear();
  }

  /** Starts a call. It never throws: what is wrong comes by the promise. */
  start<T>(call: Call<T>): StartedCall<T> {
    const { signal } = call.options;
    if (this.#refusal !== undefined) return notSent(call, this.#refusal);
    if (signal?.aborted === true) return notSent(call, aborted(call, signal));
    let callNumber = 0;
    const promise = new Promise<T>((resolve, reject) => {
      let isOver = false;
      let settleLate: Settlement | undefined;
      const abort = () => this.#page.cancel(callNumber);
      const settle = (failure: PlainFailure | null, payload: ResultPayload | null, commit: number, late: boolean) => {
        this.sawCommit(commit);
        if (late) {
          settleLate?.(failure, payload);
          return;
        }
        isOver = true;
        signal?.removeEventListener('abort', abort);
        call.onEnd?.();
        const deliver = call.deliver ?? immediately;
        if (failure === null) deliver(() => settleBy(call, resolve, reject)(null, payload));
        else {
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
          deliver(() => reject(errorOf(failure, { statement: statementOf(call), settled, cause })));
        }
      };
      const deadlineMs = call.options.deadlineMs ?? this.#deadlineMs;
      try {
        callNumber = this.#page.call(call.op, call.statement, call.transaction, deadlineMs, settle);
      } catch (cause) {
        isOver = true;
        call.onEnd?.();
        reject(
          invalidArgument('The call could not be sent; a parameter has no form that can cross to a worker.', cause),
        );
      }
      if (!isOver) signal?.addEventListener('abort', abort, { once: true });
    });
    return { callNumber, promise };
  }
}

type Settlement = (failure: PlainFailure | null, payload: ResultPayload | null) => void;

function settleBy<T>(call: Call<T>, resolve: (value: T) => void, reject: (error: unknown) => void): Settlement {
  return (failure, payload) => {
    if (failure !== null) {
      reject(errorOf(failure, { statement: statementOf(call) }));
      return;
    }
    try {
      resolve(call.decode(payload));
    } catch (error) {
      reject(error);
    }
  };
}

function immediately(settle: () => void): void {
  settle();
}

function notSent<T>(call: Call<T>, error: TabulariumError): StartedCall<T> {
  call.onEnd?.();
  return { callNumber: 0, promise: Promise.reject(error) };
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

function statementOf(call: Call<unknown>): Statement | undefined {
  return call.statement ?? undefined;
}
