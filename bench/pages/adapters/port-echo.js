// No database at all: a message to another tab's worker and back, over a port that a SharedWorker introduced.

export async function open({ leads }) {
  const introducer = new SharedWorker('/workers/introducer.js');
  return leads ? openEcho(introducer) : openCaller(introducer);
}

async function openEcho(introducer) {
  const worker = new Worker('/workers/echo.js');
  const isKnown = new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
  worker.postMessage(null, [introducer.port]);
  await isKnown;
  return { query: async () => {} };
}

async function openCaller(introducer) {
  const port = await new Promise((resolve) => {
    introducer.port.onmessage = ({ ports }) => resolve(ports[0]);
    introducer.port.postMessage('introduce me');
  });
  let settle;
  port.onmessage = ({ data }) => settle(data);
  return {
    query: (sql) =>
      new Promise((resolve) => {
        settle = resolve;
        port.postMessage({ sql });
      }),
  };
}
