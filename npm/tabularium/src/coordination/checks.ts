import { MAX_DELAY_MS } from '../options.js';
import type { PatchOptions } from '../overlay/patch.js';
import { unknownOptionIn } from '../unknownOption.js';
import { refused } from './errors.js';

const PATCH_OPTIONS = new Set(['patch', 'key']);

/** Refuses a time limit that is none. */
export function checkTimeout(timeoutMs: unknown): void {
  if (typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs <= MAX_DELAY_MS) return;
  throw refused('INVALID_ARGUMENT', `timeoutMs must be a number of milliseconds above 0 and at most ${MAX_DELAY_MS}.`);
}

/** Refuses a duration that is none. */
export function checkLatency(latencyMs: unknown): void {
  if (typeof latencyMs === 'number' && latencyMs >= 0 && latencyMs < Infinity) return;
  throw refused('INVALID_ARGUMENT', 'latencyMs must be a number of milliseconds of at least 0.');
}

/** Refuses options of a write to be shown that are not known. */
export function checkPatchOptions(options: PatchOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw refused('INVALID_ARGUMENT', 'The options of a write to be shown must be an object.');
  }
  const message = unknownOptionIn(options, PATCH_OPTIONS, 'A write to be shown');
  if (message !== undefined) throw refused('INVALID_ARGUMENT', message);
}
