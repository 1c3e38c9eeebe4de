// A small chart of this tab's calls. It measures calls that are made anyway, and pings after them; an idle tab sends
// nothing.

import { byId, setText } from './dom.js';
import { formatDuration } from './duration.js';

const SHOWN_COUNT = 90;
const HEIGHT = 80;
// The scale is logarithmic: a read takes a tenth of a millisecond, a failover some hundred.
const LEAST_MS = 0.05;
const MOST_MS = 5000;
const GUIDES_MS = [0.1, 1, 10, 100, 1000];
const PING_PAUSE_MS = 1000;
const SVG = 'http://www.w3.org/2000/svg';

/** The chart of round trips. Dispatches `measured` with the duration of a ping as its detail. */
export class RoundTrips extends EventTarget {
  #db;
  #calls;
  #samples = [];
  #paths = {};
  #pingedAtMs = -Infinity;
  #isDrawing = false;

  constructor(db, calls) {
    super();
    this.#db = db;
    this.#calls = calls;
  }

  start() {
    this.#createChart();
    this.#calls.addEventListener('finished', (event) => this.#finished(event.detail));
    byId('ping').addEventListener('click', () => this.ping());
    byId('ping').disabled = false;
  }

  /** Measures one empty round trip to the leader. */
  async ping() {
    this.#pingedAtMs = performance.now();
    const durationMs = await this.#calls.attempt('read', () => this.#db.ping());
    if (durationMs !== undefined) {
      this.dispatchEvent(new CustomEvent('measured', { detail: durationMs }));
    }
  }

  #finished({ kind, durationMs, error }) {
    this.#samples.push({ kind: error === null ? kind : 'failed', durationMs });
    if (this.#samples.length > SHOWN_COUNT) {
      this.#samples.shift();
    }
    this.#drawSoon();
    if (kind === 'write' && !document.hidden && performance.now() - this.#pingedAtMs > PING_PAUSE_MS) {
      this.ping();
    }
  }

  #createChart() {
    const chart = byId('chart');
    const svg = chart.querySelector('svg');
    svg.setAttribute('viewBox', `0 0 ${SHOWN_COUNT} ${HEIGHT}`);
    svg.setAttribute('preserveAspectRatio', 'none');
    for (const durationMs of GUIDES_MS) {
      const guide = document.createElement('span');
      guide.className = 'guide';
      guide.style.setProperty('--height', `${(heightOf(durationMs) / HEIGHT) * 100}%`);
      guide.textContent = durationMs < 1000 ? `${durationMs} ms` : `${durationMs / 1000} s`;
      svg.before(guide);
    }
    for (const kind of ['read', 'write', 'failed']) {
      this.#paths[kind] = document.createElementNS(SVG, 'path');
      this.#paths[kind].setAttribute('class', `bars-${kind}`);
      svg.append(this.#paths[kind]);
    }
  }

  #drawSoon() {
    if (!this.#isDrawing) {
      this.#isDrawing = true;
      requestAnimationFrame(() => {
        this.#isDrawing = false;
        this.#draw();
      });
    }
  }

  #draw() {
    const lines = { read: '', write: '', failed: '' };
    this.#samples.forEach(({ kind, durationMs }, index) => {
      const x = SHOWN_COUNT - this.#samples.length + index + 0.5;
      lines[kind] += `M${x} ${HEIGHT}V${HEIGHT - heightOf(durationMs)}`;
    });
    for (const [kind, path] of Object.entries(this.#paths)) {
      path.setAttribute('d', lines[kind]);
    }
    const medians = ['read', 'write']
      .map((kind) => [kind, this.#medianMs(kind)])
      .filter(([, durationMs]) => durationMs !== undefined)
      .map(([kind, durationMs]) => `${kind} ${formatDuration(durationMs)}`);
    setText(byId('median'), medians.length > 0 ? `median: ${medians.join(', ')}` : '');
  }

  #medianMs(kind) {
    const sorted = this.#samples
      .filter((sample) => sample.kind === kind)
      .map((sample) => sample.durationMs)
      .sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  }
}

function heightOf(durationMs) {
  const share = Math.log(durationMs / LEAST_MS) / Math.log(MOST_MS / LEAST_MS);
  return Math.max(0.02, Math.min(1, share)) * HEIGHT;
}
