// What is really in use, as the library says it.

import { byId, element } from './dom.js';
import { showFailure } from './toast.js';

const FACTS = ['engine', 'storage', 'transport', 'worker', 'durability'];
const BYTES_PER_MB = 1024 * 1024;

/** The mode panel. */
export class Mode {
  #db;
  #path;

  constructor(db, path) {
    this.#db = db;
    this.#path = path;
  }

  async start() {
    this.#db.onLeaderChange(() => this.#render());
    byId('persist').addEventListener('click', () => this.#persist());
    await this.#render();
  }

  async #persist() {
    await this.#db.persist().catch(showFailure);
    await this.#render();
  }

  async #render() {
    const { usage, persisted } = await this.#db.storage();
    const { mode } = this.#db;
    const facts = [
      ['path', this.#path],
      ...FACTS.map((name) => [name, mode[name]]),
      ['persisted', persisted ? 'yes' : 'no, the browser may evict it'],
      ['used by this site', usage === undefined ? 'not told' : `${(usage / BYTES_PER_MB).toFixed(1)} MB`],
    ];
    byId('mode').replaceChildren(
      ...facts.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
    );
    byId('persist').hidden = persisted;
  }
}
