/** Where a worker's script is, and what kind it is: what it takes to start it once more. */
export interface ScriptPlace {
  readonly url: string;
  readonly name: string;
  readonly type: WorkerType;
}

/** The place of the worker's script this runs in. */
export function whereThisScriptIs(): ScriptPlace {
  return { url: location.href, name: self.name, type: isModule() ? 'module' : 'classic' };
}

/** Browsers do not tell what kind a worker is; but only a classic one may import scripts, even none. */
function isModule(): boolean {
  try {
    (self as unknown as { importScripts(): void }).importScripts();
    return false;
  } catch {
    return true;
  }
}
