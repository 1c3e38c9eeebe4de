// Counts what a scope does that costs others something or keeps the machine awake: messages posted, timers fired, locks
// asked for. A worker's notes of what it runs next lie on a port that nobody reads, wake nobody, and are counted apart; so
// is what it posts to itself when it has worked for a while, to let in what has come, which says nothing: null.
// Runs in front of a page's or a worker's own code; any page collects all counts through `collectActivity`.
(() => {
  const channel = new BroadcastChannel('activity');
  const answer = BroadcastChannel.prototype.postMessage.bind(channel);
  const sleep = self.setTimeout.bind(self);
  const scope = self.document ? 'page' : 'SharedWorkerGlobalScope' in self ? 'broker' : 'worker';
  const counts = { posted: 0, notes: 0, timers: 0, locks: 0 };

  const countCalls = (holder, name, key) => {
    const original = holder[name];
    holder[name] = function (...args) {
      const isNote = key === 'posted' && (args[0] === null || args[0]?.t === 'runs');
      counts[isNote ? 'notes' : key]++;
      return original.apply(this, args);
    };
  };
  const countFirings = (name) => {
    const original = self[name];
    self[name] = (callback, ...args) =>
      original(
        (...values) => {
          counts.timers++;
          callback(...values);
        },
        ...args,
      );
  };

  for (const type of ['MessagePort', 'BroadcastChannel', 'Worker']) {
    if (type in self) {
      countCalls(self[type].prototype, 'postMessage', 'posted');
    }
  }
  if (scope === 'worker') {
    countCalls(self, 'postMessage', 'posted');
  }
  countFirings('setTimeout');
  countFirings('setInterval');
  countCalls(LockManager.prototype, 'request', 'locks');
  countCalls(LockManager.prototype, 'query', 'locks');

  const heard = [];
  channel.onmessage = ({ data }) => {
    if (data === 'report') {
      answer({ scope, counts });
    } else {
      heard.push(data);
    }
  };

  /** The sums of all scopes of each kind, such as `{ page: { posted: 4, … }, worker: …, broker: … }`. */
  self.collectActivity = async () => {
    heard.length = 0;
    answer('report');
    await new Promise((resolve) => sleep(resolve, 500));
    const sums = {};
    for (const each of [{ scope, counts }, ...heard]) {
      const sum = (sums[each.scope] ??= { scopes: 0, posted: 0, notes: 0, timers: 0, locks: 0 });
      sum.scopes++;
      for (const key of Object.keys(each.counts)) {
        sum[key] += each.counts[key];
      }
    }
    return sums;
  };
})();
