// Loops run in tabs, and contestants take turns.

const LOOP_TIMEOUT_MS = 170_000;

/** Runs a loop of pages/loops.js in the page of a tab. */
export function measure(tab, loop, options) {
  const run = ({ loop, options }) => app.measure(loop, options);
  return tab.run(run, { loop, options }, { timeoutMs: LOOP_TIMEOUT_MS });
}

/** Runs a loop inside the worker that has the engine. */
export function measureInside(tab, loop, options) {
  const run = ({ loop, options }) => app.measureInside(loop, options);
  return tab.run(run, { loop, options }, { timeoutMs: LOOP_TIMEOUT_MS });
}

/**
 * Has every contestant take its turn once in each round, every other round in the opposite order, and gives the samples
 * of each in milliseconds. What slows the machine down for a while so slows down all of them.
 *
 * @param {number} roundCount
 * @param {Record<string, (round: number) => Promise<{ samplesMs: number[] }>>} contestants
 */
export async function inTurns(roundCount, contestants) {
  const names = Object.keys(contestants);
  const samples = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < roundCount; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      samples[name].push(...(await contestants[name](round)).samplesMs);
    }
  }
  return samples;
}
