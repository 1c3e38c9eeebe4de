// Figures of a run as tables that can be read in a terminal and pasted into Markdown.

import { BROKEN_PROMISES } from './ledger.mjs';

/** Lines of a Markdown table: a heading for each column, then rows of cells. */
export function table(headings, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The middle and the greatest of some durations, as seconds. */
export function medianAndMax(durationsMs) {
  const sorted = durationsMs.filter((ms) => ms !== undefined).sort((a, b) => a - b);
  if (sorted.length === 0) return '–';
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
  return `${seconds(sorted[Math.floor(sorted.length / 2)])} · ${seconds(sorted.at(-1))}`;
}

/** What a storm was and what came of it, as a table of one column. */
export function stormTable(title, figures) {
  const { sent, acknowledged, reads, pending, rejected, diedWithTheirTab, rows, failovers, broken } = figures;
  const deaths = [...new Set(failovers.map(({ death }) => death))];
  return table(
    ['', title],
    [
      ['leaders gone', failovers.length],
      ['calls made', sent],
      ['writes acknowledged', acknowledged],
      ['reads answered', reads],
      ['told that they are pending', pending],
      ...Object.entries(rejected).map(([code, count]) => [`rejected with ${code}`, count]),
      ['died with their tab', diedWithTheirTab],
      ['rows', rows],
      ...Object.entries(BROKEN_PROMISES).map(([promise, words]) => [words, broken[promise].length]),
      ...deaths.map((death) => {
        const these = failovers.filter((failover) => failover.death === death);
        const label = `${death}, ${these.length} times: next write acknowledged after, median · longest`;
        return [label, medianAndMax(these.map(({ ms }) => ms))];
      }),
    ],
  );
}
