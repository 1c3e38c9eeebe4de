// A devtools session of a page's dedicated worker. The driver has none, but passes on the messages of one.

/** Gives `send(method, params)` of the one worker that the tab's page has started. */
export async function devtoolsOfWorker(tab) {
  const page = await tab.page.context().newCDPSession(tab.page);
  const attached = new Promise((resolve) => {
    page.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') resolve(sessionId);
    });
  });
  const pending = new Map();
  page.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result, error } = JSON.parse(message);
    const { resolve, reject } = pending.get(id) ?? {};
    pending.delete(id);
    if (error) reject?.(new Error(error.message));
    else resolve?.(result);
  });
  await page.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const sessionId = await attached;
  let lastId = 0;
  return {
    send: (method, params = {}) =>
      new Promise((resolve, reject) => {
        const id = ++lastId;
        pending.set(id, { resolve, reject });
        const message = JSON.stringify({ id, method, params });
        page.send('Target.sendMessageToTarget', { sessionId, message }).catch(reject);
      }),
  };
}
