import { PGlite } from '@electric-sql/pglite';
import { emptyModule, type EngineUrls, loadBlob } from './assets.js';
import { makeBlankDatabase, unpackBlankData } from './blankData.js';
import { PageFiles } from './pageFiles.js';
import { PageFilesystem } from './pageFilesystem.js';
import { startParameters } from './startParameters.js';

/** By its name a worker knows that it was made to rehearse. */
const NAME = 'tabularium/rehearsal';
/** What an engine does first when it leads: statements that read and write, kept and not. */
const SCRIPT = `
  begin;
  create table rehearsed (id int primary key, text text);
  insert into rehearsed values (1, 'a');
  update rehearsed set text = 'b' where id = 1;
  select * from rehearsed where id = 1;
  rollback;
  checkpoint`;

interface Props {
  readonly urls: EngineUrls;
  readonly pgliteWasmModule: WebAssembly.Module;
  readonly fsBundle: Blob;
}

/**
 * Runs an engine once, in memory and in a worker of its own, and throws it away. Browsers compile a function of a
 * WebAssembly module when it is first called, for all who share the module: an engine that is opened later finds most
 * of them compiled, and starts in half the time. Gives what ends it early. Nothing depends on it, so it fails silently.
 */
export function rehearse(urls: EngineUrls, pgliteWasmModule: WebAssembly.Module, fsBundle: Blob): () => void {
  try {
    const worker = new Worker(import.meta.url, { type: 'module', name: NAME });
    const end = () => worker.terminate();
    worker.onmessage = end;
    worker.onerror = end;
    worker.postMessage({ urls, pgliteWasmModule, fsBundle } satisfies Props);
    return end;
  } catch {
    return () => {};
  }
}

/** To be called when the script is loaded: in a worker that was made to rehearse, it waits for what it needs. */
export function rehearseIfAsked(): void {
  if ((globalThis as { name?: string }).name !== NAME) return;
  globalThis.onmessage = async ({ data }: MessageEvent<Props>) => {
    await run(data).catch(() => {});
    globalThis.postMessage('done');
  };
}

async function run({ urls, pgliteWasmModule, fsBundle }: Props): Promise<void> {
  const files = new PageFiles();
  makeBlankDatabase(await unpackBlankData(await loadBlob(urls.blankData), urls.blankData), files);
  const fs = new PageFilesystem(files);
  const initdbWasmModule = emptyModule();
  const pg = await PGlite.create({ pgliteWasmModule, fsBundle, initdbWasmModule, fs, startParams: startParameters({}) });
  await pg.exec(SCRIPT);
  await pg.query('select $1::int', [1]);
}
