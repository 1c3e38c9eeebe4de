// The loops that are measured, the same for every library: `db` has `query(sql, params)` and `transaction(closure)`.
// They run in a page, or inside the worker of an engine that is measured alone.

/** How long each of several calls took, one after another: `count` of them, or as many as began in `budgetMs`. */
export async function roundTrips(db, { sql, count, budgetMs }) {
  const samplesMs = [];
  const endMs = performance.now() + budgetMs;
  while (samplesMs.length < count && performance.now() < endMs) {
    const startMs = performance.now();
    await db.query(sql);
    samplesMs.push(performance.now() - startMs);
  }
  return { samplesMs };
}

/** The same for inserts of the numbers from `first`. */
export async function sequence(db, { sql, first, count, budgetMs }) {
  const samplesMs = [];
  const endMs = performance.now() + budgetMs;
  while (samplesMs.length < count && performance.now() < endMs) {
    const startMs = performance.now();
    await db.query(sql, note(first + samplesMs.length));
    samplesMs.push(performance.now() - startMs);
  }
  return { samplesMs, rowCount: samplesMs.length };
}

/** How long `count` inserts begun at once took, for each row. They wait for `startEpochMs` if it is given. */
export async function burst(db, { sql, first, count, startEpochMs = 0 }) {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, startEpochMs - epochMs())));
  const beganEpochMs = epochMs();
  const calls = [];
  for (let number = first; number < first + count; number++) {
    calls.push(db.query(sql, note(number)));
  }
  await Promise.all(calls);
  const endedEpochMs = epochMs();
  return { samplesMs: [(endedEpochMs - beganEpochMs) / count], rowCount: count, beganEpochMs, endedEpochMs };
}

/** How long one transaction of `count` inserts took for each row, every one of them awaited. */
export async function transaction(db, { sql, first, count }) {
  const startMs = performance.now();
  await db.transaction(async (tx) => {
    for (let number = first; number < first + count; number++) {
      await tx.query(sql, note(number));
    }
  });
  return { samplesMs: [(performance.now() - startMs) / count], rowCount: count };
}

const note = (number) => [number, `note number ${number}`];

/** The time of day, with fractions of a millisecond. */
const epochMs = () => performance.timeOrigin + performance.now();
