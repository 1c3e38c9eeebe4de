// A worker that takes its time in the very task in which it issues a transaction, once, when a tab says so on the
// channel `dawdle`; it says there that it does.
(() => {
  const DAWDLES_MS = 2000;
  let dawdles = false;
  const channel = new BroadcastChannel('dawdle');
  channel.onmessage = ({ data }) => {
    dawdles = data === 'begin';
  };
  const { commit } = IDBTransaction.prototype;
  IDBTransaction.prototype.commit = function () {
    if (dawdles && this.mode === 'readwrite') {
      dawdles = false;
      channel.postMessage('dawdling');
      const endMs = Date.now() + DAWDLES_MS;
      while (Date.now() < endMs);
    }
    commit.call(this);
  };
})();
