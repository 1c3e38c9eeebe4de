// Bounded waiting: nothing in these tests waits for ever, and what was awaited is in the error.

import { setTimeout as sleep } from 'node:timers/promises';

export { sleep };

/** Something did not happen in the time there was for it. */
export class TimeoutError extends Error {
  constructor(what, timeoutMs, options) {
    super(`not within ${timeoutMs} ms: ${what}`, options);
  }
}

/** The promise's result, or an error naming `what` when it does not settle within `timeoutMs`. */
export async function within(timeoutMs, what, promise) {
  const abort = new AbortController();
  const timeout = sleep(timeoutMs, undefined, { signal: abort.signal }).then(
    () => {
      throw new TimeoutError(what, timeoutMs);
    },
    () => {},
  );
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    abort.abort();
  }
}

/**
 * The first result of `probe` that is neither null, undefined nor false. A probe that throws counts as not yet; its
 * last error becomes the cause when time is up.
 */
export async function until(what, probe, { timeoutMs = 30_000, everyMs = 50 } = {}) {
  const endMs = Date.now() + timeoutMs;
  let lastError;
  while (Date.now() < endMs) {
    try {
      const result = await within(endMs - Date.now(), what, probe());
      if (result !== null && result !== undefined && result !== false) {
        return result;
      }
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await sleep(everyMs);
  }
  throw new TimeoutError(what, timeoutMs, { cause: lastError });
}
