// Durations as people read them.

/** Milliseconds with as many digits as mean something. */
export function formatDuration(durationMs) {
  if (durationMs < 10) {
    return `${durationMs.toFixed(1)} ms`;
  }
  return durationMs < 10_000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}
