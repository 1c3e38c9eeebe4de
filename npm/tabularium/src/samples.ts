/** How many values are remembered for the metrics. */
const SAMPLE_COUNT = 100;

/** Adds a value to the last ones. */
export function sample(values: number[], value: number): void {
  if (values.push(value) > SAMPLE_COUNT) values.shift();
}
