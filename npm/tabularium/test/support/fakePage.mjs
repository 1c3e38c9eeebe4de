/** Who leads, as the compiled page module would report it. */
export const FIRST_LEADER = {
  term: 1,
  leaderId: 'tab-a',
  isLeader: false,
  isFresh: false,
  commit: 7,
  protocol: 1,
  engine: 'PGlite',
  storage: 'idb',
  transport: 'message-port',
  worker: 'dedicated',
  durability: 'disk',
};

class FakeWorker extends EventTarget {
  postMessage() {}
  terminate() {}
}

/** Stands in for the compiled page module: records what the facade asks and answers when the test says so. */
export class FakePage {
  calls = [];
  cancelled = [];
  subscriptions = [];
  unsubscribed = [];
  refreshed = [];
  resignations = 0;
  closings = 0;

  constructor(config, host) {
    this.config = config;
    this.host = host;
  }

  call(op, statement, transaction, durability, deadlineMs, settle) {
    return this.#begin({ op, statement, transaction, durability, deadlineMs }, settle);
  }

  sync(commit, deadlineMs, settle) {
    return this.#begin({ op: 'sync', commit, deadlineMs }, settle);
  }

  #begin(asked, settle) {
    const call = {
      number: this.calls.length + 1,
      ...asked,
      succeed: (payload = null, commit = 0, { late = false, level = 'disk', isAbridged = false } = {}) =>
        settle(null, payload, isAbridged, commit, level, late),
      fail: (failure, { late = false } = {}) => settle(plainFailure(failure), null, false, 0, 'memory', late),
    };
    this.calls.push(call);
    this.onCall?.(call);
    return call.number;
  }

  cancel(number) {
    this.cancelled.push(number);
  }

  subscribe(key, statement, onResult, onFailure) {
    this.subscriptions.push({ key, statement, onResult, onFailure: (failure) => onFailure(plainFailure(failure)) });
    return this.subscriptions.length;
  }

  unsubscribe(subscription) {
    this.unsubscribed.push(subscription);
  }

  refresh(subscription) {
    this.refreshed.push(subscription);
  }

  resign() {
    this.resignations++;
  }

  close(done) {
    this.closings++;
    if (this.onClose === undefined) done();
    else this.onClose(done);
  }

  get last() {
    return this.calls.at(-1);
  }
}

export function plainFailure(failure) {
  return { message: `failed with ${failure.code}`, outcome: 'NOT_RUN', detail: null, ...failure };
}

/** Gives the process what a page has. Returns the pages that were opened. */
export function installBrowser() {
  const pages = [];
  globalThis.Worker = FakeWorker;
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { locks: {}, storage: fakeStorage } });
  globalThis.openFakePage = (config, host) => {
    const page = new FakePage(config, host);
    pages.push(page);
    return page;
  };
  return pages;
}

const fakeStorage = {
  estimate: async () => ({ usage: 10, quota: 100 }),
  persisted: async () => false,
  persist: async () => true,
};

/** Opens a database on a fake page that has heard of a leader. */
export async function openFake(Tabularium, pages, options = 'idb://app', leader = FIRST_LEADER) {
  const opening = Tabularium.open(options);
  opening.catch(() => {});
  await settled();
  const page = pages.at(-1);
  page.host.onWelcome(leader);
  return { db: await opening, page };
}

/** Lets everything that can go on go on. */
export function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}
