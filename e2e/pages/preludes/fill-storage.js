// A disk that is full while the channel `storage-full` says so.
(() => {
  let isFull = false;
  const channel = new BroadcastChannel('storage-full');
  channel.onmessage = ({ data }) => {
    isFull = data;
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...args) {
    if (isFull) {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    }
    return put.apply(this, args);
  };
})();
