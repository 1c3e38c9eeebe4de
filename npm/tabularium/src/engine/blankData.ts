import { EngineError } from './engineError.js';

/**
 * Unpacks the data directory of a new database, as the build has packed it, to an archive that PGlite can load. Most
 * of its pages are there three times; the packed form has each once.
 */
export async function unpackBlankData(packed: Blob, url: string): Promise<Blob> {
  try {
    const bytes = packed.stream().pipeThrough(new DecompressionStream('gzip'));
    const whole = await new Response(bytes).arrayBuffer();
    const listBytes = new DataView(whole).getUint32(0, true);
    const contentsAt = Uint32Array.BYTES_PER_ELEMENT + listBytes;
    const list = new TextDecoder().decode(new Uint8Array(whole, Uint32Array.BYTES_PER_ELEMENT, listBytes));
    const pieces = JSON.parse(list) as [from: number, to: number][];
    return new Blob(
      pieces.map(([from, to]) => new Uint8Array(whole, contentsAt + from, to - from)),
      { type: 'application/x-tar' },
    );
  } catch (cause) {
    throw new EngineError('ENGINE_UNAVAILABLE', `The engine's file ${url} is broken.`, cause);
  }
}
