import type { Calls } from './calls.js';

/** How long something took, in milliseconds: the median of the last 100, and how much longer the slow ones did. */
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
  /** From a call to its end. */
  readonly requestMs: Percentiles;
  /** How often leadership has changed. */
  readonly failoverCount: number;
  /** What the leader's engine has done for all tabs since it was opened. */
  readonly leader: {
    readonly callCount: number;
    readonly flushCount: number;
    /** How long writing to the store took. */
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
export function metricsOf({ durationsMs, endedCount, failedCount, pending }: Calls, failoverCount: number, engine: EngineFigures): Metrics {
  const { callCount, flushCount, flushesMs } = engine;
  return {
    requestCount: endedCount,
    failedCount,
    queueLength: pending,
    requestMs: percentilesOf(durationsMs),
    failoverCount,
    leader: { callCount, flushCount, flushMs: percentilesOf(flushesMs) },
  };
}

/** The percentiles of some durations, by the nearest rank; all 0 where there are none. */
export function percentilesOf(durationsMs: readonly number[]): Percentiles {
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
