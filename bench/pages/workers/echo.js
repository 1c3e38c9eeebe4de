// Sends back what comes over any port it is introduced to.

addEventListener('message', ({ ports: [introducer] }) => {
  introducer.onmessage = ({ data, ports: [port] }) => {
    if (data === 'known') postMessage(data);
    else port.onmessage = ({ data: message }) => port.postMessage(message);
  };
  introducer.postMessage('echo');
});
