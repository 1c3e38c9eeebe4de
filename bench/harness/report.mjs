// A run as Markdown: the targets, then every figure they are made from.

import { table } from '../../e2e/harness/figures.mjs';

const NOT_MEASURED = 'not measured';

/** The table of targets. */
export function targetsTable(verdicts, unitOf) {
  const rows = verdicts.map(({ measure, scenario, storage, own, peers, ratio, target, held }) => {
    const unit = unitOf(scenario);
    const isFaster = 'timesFaster' in target;
    const times = peers.length > 0 ? '×' : unit;
    const bound = isFaster ? `≥ ${target.timesFaster} × as fast` : `≤ ${target.atMost} ${times}`;
    return [
      measure,
      storage === 'none' ? '' : storage,
      own === null ? NOT_MEASURED : quantity(own, unit),
      peers.map((peer) => peerCell(peer, unit)).join(' + '),
      ratio === null || peers.length === 0 ? '' : `${digits(ratio)} ×`,
      bound,
      held === null ? NOT_MEASURED : held ? 'yes' : '**no**',
    ];
  });
  return table(['measure', 'store', 'Tabularium', 'peers', 'ratio', 'target', 'held'], rows);
}

/** The table of all figures. */
export function figuresTable(figures, unitOf) {
  const rows = [];
  for (const [scenario, storages] of Object.entries(figures)) {
    const unit = unitOf(scenario);
    for (const [storage, contestants] of Object.entries(storages)) {
      for (const [name, { median, p99, count }] of Object.entries(contestants)) {
        const stored = storage === 'none' ? '' : storage;
        if (count === 0) {
          rows.push([scenario, stored, name, NOT_MEASURED, '', '', count]);
          continue;
        }
        const perSecond = unit === 'ms a row' ? `${digits(1000 / median)} rows/s` : '';
        rows.push([scenario, stored, name, quantity(median, unit), perSecond, quantity(p99, unit), count]);
      }
    }
  }
  return table(['scenario', 'store', 'contestant', 'median', '', 'p99', 'samples'], rows);
}

function peerCell({ name, times, median }, unit) {
  const counted = times === 1 ? '' : `${times} × `;
  return `${name} ${counted}${median === null ? NOT_MEASURED : quantity(median, unit)}`;
}

const quantity = (value, unit) => `${digits(value)} ${unit}`;

/** Three digits that mean something, and no exponent. */
function digits(value) {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
