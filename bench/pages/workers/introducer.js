// The SharedWorker of the port echo. Whoever asks is given one end of a channel, and the echo the other; the echo has
// made itself known before.

let echo;

addEventListener('connect', ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data === 'echo') {
      echo = port;
      echo.postMessage('known');
      return;
    }
    const { port1, port2 } = new MessageChannel();
    echo.postMessage('caller', [port1]);
    port.postMessage(null, [port2]);
  };
});
