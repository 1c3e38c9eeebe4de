import initSqlite, { type Sqlite3Static } from '@sqlite.org/sqlite-wasm';

/** Pointers, sizes and codes of WebAssembly: plain numbers, and BigInts where C has 64 bits. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the module's own functions, which no typings describe
export type Exports = Record<string, (...values: any[]) => any>;

export type { Sqlite3Static };

/** None of SQLite's own ways to keep files in a browser is used, and looking for them costs time. */
const NO_OWN_VFS = { kvvfs: true, opfs: true, 'opfs-vfs': true, 'opfs-sahpool': true, 'opfs-wl': true };

/** Starts SQLite in a compiled module. */
export async function startSqlite(module: WebAssembly.Module): Promise<Sqlite3Static> {
  const global = globalThis as { sqlite3ApiConfig?: object };
  global.sqlite3ApiConfig = { disable: { vfs: NO_OWN_VFS }, log: () => {}, debug: () => {}, warn: () => {} };
  type Instantiate = (imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void) => object;
  const init = initSqlite as unknown as (options: object) => Promise<Sqlite3Static>;
  return new Promise((resolve, reject) => {
    // Emscripten waits for ever for an instance that cannot be made, say for want of memory.
    const instantiateWasm: Instantiate = (imports, receive) => {
      WebAssembly.instantiate(module, imports).then(receive).catch(reject);
      return {};
    };
    init({ instantiateWasm, print: () => {}, printErr: () => {} }).then(resolve, reject);
  });
}
