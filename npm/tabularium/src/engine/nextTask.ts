const waiting: (() => void)[] = [];
let channel: MessageChannel | undefined;

/** Resolves when the messages that have come before have been dealt with. Takes no timer, which browsers slow down. */
export function nextTask(): Promise<void> {
  const { port2 } = (channel ??= openChannel());
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(null);
  });
}

/** Only once somebody waits: a channel that listens keeps Node from ending. */
function openChannel(): MessageChannel {
  const opened = new MessageChannel();
  opened.port1.onmessage = () => waiting.shift()!();
  return opened;
}
