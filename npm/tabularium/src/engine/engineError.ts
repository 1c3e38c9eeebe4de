/** Why an engine could not be opened, or its store not written: the codes of this library's errors it can cause. */
export type EngineErrorCode =
  | 'ENGINE_DIED'
  | 'ENGINE_UNAVAILABLE'
  | 'FENCED'
  | 'FLUSH_FAILED'
  | 'STORAGE_FULL'
  | 'STORAGE_IN_USE'
  | 'STORAGE_MISMATCH'
  | 'STORAGE_UNAVAILABLE';

/** An error of the engine itself, never of a statement. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Told by its name: scripts that are loaded one by the other have a class each. */
export function isEngineError(cause: unknown): cause is EngineError {
  return (cause as Partial<EngineError> | undefined)?.name === 'EngineError';
}

/** What a store's error means, with `fallback` for those that mean nothing in particular. */
export function storeError(cause: unknown, what: string, fallback: EngineErrorCode): EngineError {
  if (isEngineError(cause)) return cause;
  // Emscripten throws objects that are no errors; DOM exceptions are.
  const { name = 'Error', message = JSON.stringify(cause) } = cause as Partial<Error>;
  switch (name) {
    case 'QuotaExceededError':
      return new EngineError('STORAGE_FULL', `${what}: the storage quota is used up.`, cause);
    case 'NoModificationAllowedError':
      return new EngineError('STORAGE_IN_USE', `${what}: its files are open elsewhere.`, cause);
    default:
      return new EngineError(fallback, `${what}: ${name}: ${message}`, cause);
  }
}

/** A store that must not be touched, because it cannot be understood. */
export function unreadable(why: string): EngineError {
  return new EngineError('STORAGE_UNAVAILABLE', `The store cannot be opened: ${why}. Nothing in it was changed.`);
}

/** A store that a later leader has opened since: nothing more of this one may come into it. */
export function fenced(): EngineError {
  return new EngineError('FENCED', 'Another leader has opened the store since, so nothing more can be written to it.');
}
