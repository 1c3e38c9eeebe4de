// What the library counts and times, while somebody looks. A closed panel asks for nothing.

import { byId, setText } from './dom.js';
import { formatDuration } from './duration.js';

const REFRESH_MS = 1000;
const NUMBER = new Intl.NumberFormat();

const pair = ({ p50, p99 }) => `${formatDuration(p50)} · ${formatDuration(p99)}`;

/** The metrics panel. */
export class Metrics {
  #db;
  #timer = null;

  constructor(db) {
    this.#db = db;
  }

  start() {
    byId('metrics').addEventListener('toggle', () => this.#follow());
    document.addEventListener('visibilitychange', () => this.#follow());
    // It may have been opened before the database was.
    this.#follow();
  }

  /** Begins or ends with what can be seen. */
  #follow() {
    clearInterval(this.#timer);
    if (!byId('metrics').open || document.hidden) return;
    this.#timer = setInterval(() => this.#render(), REFRESH_MS);
    this.#render();
  }

  async #render() {
    // Between two leaders there is nobody to ask; the next round shows who answers.
    const metrics = await this.#db.metrics().catch(() => undefined);
    if (metrics === undefined) return;
    const { requestCount, failedCount, queueLength, queueLengths, requestMs, failoverCount, failoverMs, leader } = metrics;
    const figures = {
      'metric-calls': NUMBER.format(requestCount),
      'metric-failures': NUMBER.format(failedCount),
      'metric-waiting': NUMBER.format(queueLength),
      'metric-queue': `${NUMBER.format(queueLengths.p50)} · ${NUMBER.format(queueLengths.p99)}`,
      'metric-failovers': NUMBER.format(failoverCount),
      'metric-failover': pair(failoverMs),
      'metric-request': pair(requestMs),
      'metric-flushes': NUMBER.format(leader.flushCount),
      'metric-flush': pair(leader.flushMs),
    };
    for (const [id, text] of Object.entries(figures)) setText(byId(id), text);
  }
}
