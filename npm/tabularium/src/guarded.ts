/** Runs an application's callback: what it throws is reported as uncaught and stops nobody else's. */
export function guarded(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    if (typeof reportError === 'function') reportError(error);
    else console.error(error);
  }
}
