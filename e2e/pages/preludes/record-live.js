// Keeps what a page is told of its live queries: of each message, how many results it brings and how many bytes it takes.
// Runs in front of a page's own code; a test reads and empties `liveMessages`.
(() => {
  self.liveMessages = [];

  const sizeOf = (message) => {
    let bytes = 0;
    const rest = JSON.stringify(message, (_, value) => {
      if (!(value instanceof Uint8Array)) {
        return value;
      }
      bytes += value.length;
      return undefined;
    });
    return bytes + rest.length;
  };
  const note = (message) => {
    if (typeof message?.t === 'string' && message.t.startsWith('live')) {
      self.liveMessages.push({ results: message.parts?.length ?? 1, bytes: sizeOf(message) });
    }
  };

  const { get, set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage');
  Object.defineProperty(MessagePort.prototype, 'onmessage', {
    get,
    set(handler) {
      set.call(this, function (event) {
        note(event.data);
        handler.call(this, event);
      });
    },
  });
})();
