import { EngineError } from './engineError.js';

/** Where the engine's files are. */
export interface EngineUrls {
  readonly pgliteWasm: string;
  readonly pgliteData: string;
  /** What a new database begins as. */
  readonly blankData: string;
}

/** The smallest WebAssembly module: it holds nothing. */
const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** A module that can be given where one is demanded that must not run. */
export function emptyModule(): WebAssembly.Module {
  return new WebAssembly.Module(EMPTY_MODULE);
}

/** Loads and compiles a WebAssembly file, also from a server that does not know the type's name. */
export async function loadModule(url: string): Promise<WebAssembly.Module> {
  const response = await load(url);
  try {
    return typeOf(response) === 'application/wasm'
      ? await WebAssembly.compileStreaming(response)
      : await WebAssembly.compile(await response.arrayBuffer());
  } catch (cause) {
    throw new EngineError('ENGINE_UNAVAILABLE', `The engine's file ${url} is broken or is not WebAssembly.`, cause);
  }
}

/** Loads a file whole. */
export async function loadBlob(url: string): Promise<Blob> {
  const response = await load(url);
  try {
    return await response.blob();
  } catch (cause) {
    throw new EngineError('ENGINE_UNAVAILABLE', `The engine's file ${url} could not be loaded to its end.`, cause);
  }
}

async function load(url: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new EngineError('ENGINE_UNAVAILABLE', `The engine's file ${url} could not be loaded.`, cause);
  }
  if (!response.ok) {
    throw new EngineError(
      'ENGINE_UNAVAILABLE',
      `The engine's file ${url} could not be loaded: HTTP ${response.status}.`,
    );
  }
  // Servers of single-page apps answer a missing file with the page and status 200.
  if (typeOf(response) === 'text/html') {
    throw new EngineError('ENGINE_UNAVAILABLE', `The engine's file ${url} is missing: the server sent a web page.`);
  }
  return response;
}

function typeOf(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();
}
