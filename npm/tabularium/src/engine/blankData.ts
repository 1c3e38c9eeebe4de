import { EngineError } from './engineError.js';
import { PAGE_BYTES, type PageFiles } from './pageFiles.js';

/** `[first, count]` of the pages that follow the list, or `[-1, count]` of pages of zeros. */
type Run = readonly [first: number, count: number];
type Entry = readonly [path: string, mode: number, sizeBytes?: number, runs?: readonly Run[]];

/** The data directory of a new database. */
export interface BlankData {
  readonly entries: readonly Entry[];
  readonly pages: Uint8Array<ArrayBuffer>;
}

/** Unpacks what the build has packed: each page once, though most are in the directory three times. */
export async function unpackBlankData(packed: Blob, url: string): Promise<BlankData> {
  try {
    const bytes = packed.stream().pipeThrough(new DecompressionStream('gzip'));
    const whole = await new Response(bytes).arrayBuffer();
    const listBytes = new DataView(whole).getUint32(0, true);
    const list = new TextDecoder().decode(new Uint8Array(whole, Uint32Array.BYTES_PER_ELEMENT, listBytes));
    const pages = new Uint8Array(whole, Uint32Array.BYTES_PER_ELEMENT + listBytes);
    return { entries: JSON.parse(list) as Entry[], pages };
  } catch (cause) {
    throw new EngineError('ENGINE_UNAVAILABLE', `The engine's file ${url} is broken.`, cause);
  }
}

/** Makes the files of a new database, where there are none yet. */
export function makeBlankDatabase({ entries, pages }: BlankData, files: PageFiles): void {
  const folders = new Map([['', files.root]]);
  for (const [path, mode, sizeBytes, runs = []] of entries) {
    const slashAt = path.lastIndexOf('/');
    const parent = folders.get(path.slice(0, Math.max(0, slashAt)))!;
    const node = files.add(parent, path.slice(slashAt + 1), sizeBytes === undefined ? 'folder' : 'file', mode);
    if (node.children !== undefined) {
      folders.set(path, node);
      continue;
    }
    files.resize(node, sizeBytes!);
    let at = 0;
    for (const [first, count] of runs) {
      const length = Math.min(count * PAGE_BYTES, sizeBytes! - at);
      if (first >= 0) files.write(node, pages.subarray(first * PAGE_BYTES, first * PAGE_BYTES + length), at);
      at += length;
    }
  }
}
