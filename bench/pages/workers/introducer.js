// The SharedWorker of the port echo: whoever asks is given one end of a channel, the echo the other. The echo says so first.

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
