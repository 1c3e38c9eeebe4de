import type { Calls } from './calls.js';
import type { Leadership } from './leadership.js';

/** The median of the last 100 values of something, and how much greater the greatest of them were; all 0 where there are none. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** What a database has done since this tab opened it. */
export interface Metrics {
  /** The calls of this tab that have ended. */
  readonly requestCount: number;
  /** Those of them that have failed. */
  readonly failedCount: number;
  /** The calls of this tab that wait or run. */
  readonly queueLength: number;
  /** How many calls of this tab there were when each of them began, itself included. */
  readonly queueLengths: Percentiles;
  /** From a call to its end, in milliseconds. */
  readonly requestMs: Percentiles;
  /** How often leadership has changed. */
  readonly failoverCount: number;
  /** For how long this tab had no leader that answers when it changed, in milliseconds; 0 where one followed on the other. */
  readonly failoverMs: Percentiles;
  /** What the leader's engine has done for all tabs since it was opened. */
  readonly leader: {
    readonly callCount: number;
    readonly flushCount: number;
    /** How long writing to the store took, in milliseconds. */
    readonly flushMs: Percentiles;
  };
}

/** What the leader's worker tells of its engine. */
export interface EngineFigures {
  readonly callCount: number;
  readonly flushCount: number;
  readonly flushesMs: readonly number[];
}

/** The metrics of a tab. */
export function metricsOf(calls: Calls, leadership: Leadership, engine: EngineFigures): Metrics {
  const { callCount, flushCount, flushesMs } = engine;
  return {
    requestCount: calls.endedCount,
    failedCount: calls.failedCount,
    queueLength: calls.pending,
    queueLengths: percentilesOf(calls.queueLengths),
    requestMs: percentilesOf(calls.durationsMs),
    failoverCount: leadership.changeCount,
    failoverMs: percentilesOf(leadership.gapsMs),
    leader: { callCount, flushCount, flushMs: percentilesOf(flushesMs) },
  };
}

/** The percentiles of some values, by the nearest rank; all 0 where there are none. */
export function percentilesOf(values: readonly number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
