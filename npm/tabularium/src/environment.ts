import { TabulariumError } from './errors.js';

/** Throws `ENVIRONMENT_UNSUPPORTED`, naming what is missing, where a database cannot be opened. */
export function checkEnvironment(): void {
  const missing = whatIsMissing();
  if (missing === undefined) return;
  throw new TabulariumError({
    code: 'ENVIRONMENT_UNSUPPORTED',
    message: `A database cannot be opened here: ${missing}.`,
    outcome: 'notRun',
  });
}

function whatIsMissing(): string | undefined {
  if (typeof Worker === 'undefined') {
    return 'there are no Web Workers, as when rendering on a server. Open it in the browser, in a page';
  }
  if (typeof navigator === 'undefined' || navigator.locks === undefined) {
    return globalThis.isSecureContext === false
      ? 'there are no Web Locks, because the page is not in a secure context. Serve it by https or from localhost'
      : 'there are no Web Locks. The browser is too old, or the page is sandboxed';
  }
  return undefined;
}
