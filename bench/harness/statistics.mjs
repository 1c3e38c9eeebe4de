// Samples as the few figures that are reported of them.

/** The sample that `share` of all samples do not exceed. */
function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

/** Median, 99th percentile and number of some samples. */
export function summary(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), count: sorted.length };
}
