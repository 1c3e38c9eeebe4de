// Targets held against the figures of a run.

/**
 * One verdict for each target and kind of store it names; `figures[scenario][storage][contestant]` is a summary.
 * `ratio` is how many times the peers' sum the figure is, or the other way round where it must be faster; where a
 * figure is missing, `held` is null.
 */
export function verdictsOf(targets, figures) {
  const scenarios = targets.filter(({ scenario }) => scenario in figures);
  return scenarios.flatMap((target) =>
    (target.storages ?? ['none'])
      .filter((storage) => storage in figures[target.scenario])
      .map((storage) => verdictOf(target, storage, figures[target.scenario][storage])),
  );
}

function verdictOf(target, storage, figures) {
  const peers = (target.than ?? []).map((peer) => (Array.isArray(peer) ? peer : [peer, 1]));
  const isFaster = target.timesFaster !== undefined;
  const factor = isFaster ? target.timesFaster : target.atMost;
  const bound = typeof factor === 'number' ? factor : factor[storage];
  const own = figures[target.of]?.median;
  const sum = peers.reduce((total, [name, times]) => total + times * (figures[name]?.median ?? NaN), 0);
  const ratio = peers.length === 0 ? own : isFaster ? sum / own : own / sum;
  const isMeasured = Number.isFinite(ratio);
  return {
    measure: target.measure,
    scenario: target.scenario,
    storage,
    of: target.of,
    own: own ?? null,
    peers: peers.map(([name, times]) => ({ name, times, median: figures[name]?.median ?? null })),
    ratio: isMeasured ? ratio : null,
    target: { [isFaster ? 'timesFaster' : 'atMost']: bound },
    held: isMeasured ? (isFaster ? ratio >= bound : ratio <= bound) : null,
  };
}
