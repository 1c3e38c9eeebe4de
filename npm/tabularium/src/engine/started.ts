import { EngineError } from './engineError.js';

/** How PGlite begins its complaint about a file of its own that is not the one it was built with. */
const WRONG_BUNDLE = 'Invalid FS bundle size';
/** How long a failure waits for its cause: browsers tell of promises that nobody looks at a few tasks later. */
const CAUSE_DELAY_MS = 50;

/**
 * Starts an engine and notices when its files do not fit together, say because some are of an older deployment. PGlite
 * then fails in a promise that nobody looks at, and waits for ever or fails for want of what it could not load.
 */
export function started<T>(start: () => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onUnhandled = (event: PromiseRejectionEvent) => {
      const cause: unknown = event.reason;
      if (!isMisfit(cause)) return;
      event.preventDefault();
      end();
      reject(new EngineError('ENGINE_UNAVAILABLE', `The engine's files do not fit together: ${cause.message}`, cause));
    };
    const end = () => globalThis.removeEventListener('unhandledrejection', onUnhandled);
    globalThis.addEventListener('unhandledrejection', onUnhandled);
    start().then(
      (engine) => {
        end();
        resolve(engine);
      },
      (error: unknown) => {
        setTimeout(() => {
          end();
          reject(error as Error);
        }, CAUSE_DELAY_MS);
      },
    );
  });
}

function isMisfit(cause: unknown): cause is Error {
  if (cause instanceof WebAssembly.LinkError || cause instanceof WebAssembly.RuntimeError) return true;
  return cause instanceof Error && cause.message.startsWith(WRONG_BUNDLE);
}
