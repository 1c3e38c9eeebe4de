import type { File } from '../engine/fileNodes.js';
import { MAX_FILE_BYTES, type PageFiles } from '../engine/pageFiles.js';
import type { Sqlite3Static } from './sqlite3.js';

const MODE = 0o100600;
const DAY_MS = 86_400_000;
/** SQLite counts time from noon, 24 November 4714 BC. */
const UNIX_EPOCH_DAYS = 2_440_587.5;

/**
 * SQLite's door to the files of a page store.
 *
 * A write is over when it is in memory, and only the owner of the store has it flushed, all files as they are at one
 * moment. So SQLite need not keep a journal on the disk, nor wait for one: see {@link CONNECTION_SETTINGS}. Nobody else
 * can have these files open, so locks are not needed either.
 *
 * @param onLost - told when a write has failed: SQLite may be unable to take back what the transaction has written before,
 * so the files must not be flushed any more
 */
export function installPageVfs(sqlite: Sqlite3Static, files: PageFiles, name: string, onLost: () => void): void {
  const { capi, wasm } = sqlite;
  const open = new Map<number, File>();
  const vfs = new capi.sqlite3_vfs() as never as Record<string, unknown>;
  const io = new capi.sqlite3_io_methods() as never as Record<string, unknown>;
  const standard = new capi.sqlite3_vfs(capi.sqlite3_vfs_find(null as never)) as never as Record<string, unknown>;
  const { structInfo } = capi.sqlite3_file as unknown as { structInfo: { sizeof: number } };
  const find = (path: number) => files.root.children.get(wasm.cstrToJs(path as never)!) as File | undefined;
  const heap = () => wasm.heap8u() as Uint8Array;
  const guarded = (failure: number, run: () => number | void): number => {
    try {
      return run() ?? 0;
    } catch {
      return failure;
    }
  };
  const guardedWrite = (failure: number, run: () => number | void): number => {
    const code = guarded(failure, run);
    if (code === failure) onLost();
    return code;
  };

  io.$iVersion = 1;
  vfs.$iVersion = 2;
  vfs.$szOsFile = structInfo.sizeof;
  vfs.$mxPathname = 512;
  for (const method of ['$xRandomness', '$xSleep']) vfs[method] = standard[method];

  const ioMethods = {
    xClose: (file: number) => {
      open.delete(file);
      return 0;
    },
    xRead: (file: number, target: number, length: number, position: bigint) =>
      guarded(capi.SQLITE_IOERR_READ, () => {
        const bytes = heap().subarray(target, target + length);
        const count = files.read(open.get(file)!, bytes, Number(position));
        if (count === length) return 0;
        bytes.fill(0, count);
        return capi.SQLITE_IOERR_SHORT_READ;
      }),
    xWrite: (file: number, source: number, length: number, position: bigint) =>
      guardedWrite(capi.SQLITE_IOERR_WRITE, () => {
        if (Number(position) + length > MAX_FILE_BYTES) return capi.SQLITE_FULL;
        files.write(open.get(file)!, heap().subarray(source, source + length), Number(position));
        return 0;
      }),
    xTruncate: (file: number, sizeBytes: bigint) =>
      guardedWrite(capi.SQLITE_IOERR_TRUNCATE, () => files.resize(open.get(file)!, Number(sizeBytes))),
    xSync: () => 0,
    xFileSize: (file: number, size: number) => {
      wasm.poke64(size as never, open.get(file)!.sizeBytes);
      return 0;
    },
    xLock: () => 0,
    xUnlock: () => 0,
    xCheckReservedLock: (_file: number, isReserved: number) => {
      wasm.poke(isReserved as never, 0, 'i32');
      return 0;
    },
    xFileControl: () => capi.SQLITE_NOTFOUND,
    xSectorSize: () => 4096,
    xDeviceCharacteristics: () => 0,
  };
  const vfsMethods = {
    xOpen: (_vfs: number, path: number, file: number, flags: number, outFlags: number) =>
      guarded(capi.SQLITE_CANTOPEN, () => {
        const found = path === 0 ? undefined : find(path);
        if (path === 0 || (found === undefined && (flags & capi.SQLITE_OPEN_CREATE) === 0)) return capi.SQLITE_CANTOPEN;
        open.set(file, found ?? (files.add(files.root, wasm.cstrToJs(path as never)!, 'file', MODE) as File));
        const made = new capi.sqlite3_file(file as never) as never as { $pMethods: unknown; dispose(): void };
        made.$pMethods = io.pointer;
        made.dispose();
        if (outFlags !== 0) wasm.poke(outFlags as never, flags, 'i32');
        return 0;
      }),
    xDelete: (_vfs: number, path: number) => {
      const file = find(path);
      if (file !== undefined) files.remove(file);
      return 0;
    },
    xAccess: (_vfs: number, path: number, _flags: number, result: number) => {
      wasm.poke(result as never, find(path) === undefined ? 0 : 1, 'i32');
      return 0;
    },
    xFullPathname: (_vfs: number, path: number, size: number, target: number) =>
      wasm.cstrncpy(target as never, path as never, size) < size ? 0 : capi.SQLITE_CANTOPEN,
    xGetLastError: () => 0,
    xCurrentTime: (_vfs: number, days: number) => {
      wasm.poke(days as never, UNIX_EPOCH_DAYS + Date.now() / DAY_MS, 'double');
      return 0;
    },
    xCurrentTimeInt64: (_vfs: number, timeMs: number) => {
      wasm.poke64(timeMs as never, BigInt(UNIX_EPOCH_DAYS * DAY_MS + Date.now()));
      return 0;
    },
  };
  (sqlite as unknown as { vfs: { installVfs(what: object): void } }).vfs.installVfs({
    io: { struct: io, methods: ioMethods },
    vfs: { struct: vfs, name, methods: vfsMethods },
  });
}

/**
 * What every connection to a page store is told first, and nobody may tell it otherwise. A flush keeps the files as they
 * are between two statements, so what makes a transaction one whole need not outlive the worker: the journal is in memory,
 * nothing is synchronised, and no page is written before its transaction commits (`cache_spill`), because a flush must
 * not find it.
 */
export const CONNECTION_SETTINGS = `
  pragma locking_mode = exclusive;
  pragma journal_mode = memory;
  pragma synchronous = off;
  pragma cache_spill = off;`;
