// A disk that is full while the channel `storage-full` says so.
(() => {
  let isFull = false;
  const channel = new BroadcastChannel('storage-full');
  channel.onmessage = ({ data }) => {
    if (typeof data !== 'boolean') return;
    isFull = data;
    channel.postMessage('heard');
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...args) {
    if (isFull) {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    }
    return put.apply(this, args);
  };
  // What is written over what is there needs no more space.
  const { write } = FileSystemSyncAccessHandle.prototype;
  FileSystemSyncAccessHandle.prototype.write = function (bytes, options = {}) {
    if (isFull && (options.at ?? 0) + bytes.byteLength > this.getSize()) {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    }
    return write.call(this, bytes, options);
  };
})();
