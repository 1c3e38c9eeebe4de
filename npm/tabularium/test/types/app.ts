// An application written for PGlite's types; nothing in it knows of another library. A test compiles it against either.

import { PGlite, type PGliteInterface, type QueryOptions, type Results, types, type Transaction } from '@electric-sql/pglite';
import { live, type LiveNamespace, type LiveQuery, type PGliteWithLive } from '@electric-sql/pglite/live';
import { identifier, query, raw, sql } from '@electric-sql/pglite/template';
import {
  LeaderChangedError,
  PGliteWorker,
  worker,
  type PGliteWorkerOptions,
  type WorkerOptions,
} from '@electric-sql/pglite/worker';

interface Todo {
  id: number;
  title: string;
  done: boolean;
}

const workerOptions: WorkerOptions = {
  async init(options) {
    const pg = await PGlite.create({ dataDir: options.dataDir ?? 'idb://app', extensions: { live } });
    await pg.exec('create table if not exists todo (id int)');
    return pg as unknown as PGlite;
  },
};

export function startWorker(): void {
  void worker(workerOptions);
}

const options: PGliteWorkerOptions = {
  dataDir: 'idb://app',
  id: 'app',
  meta: { version: '1.0.0' },
  relaxedDurability: true,
  debug: 1,
  parsers: { [types.INT8]: (value: string) => BigInt(value) },
  serializers: { [types.DATE]: (value: Date) => value.toISOString() },
};

export async function open(): Promise<Todo[]> {
  const pg = await PGliteWorker.create(new Worker('worker.js', { type: 'module', name: 'db' }), {
    ...options,
    extensions: { live },
  });
  const anything: PGliteInterface = pg;
  await anything.waitReady;
  const stop: () => void = pg.onLeaderChange(() => console.log(pg.isLeader, pg.ready, pg.closed, pg.debug));
  pg.offLeaderChange(stop);
  const queried: Results<Todo> = await pg.query<Todo>('select * from todo where id = $1', [1], {
    rowMode: 'object',
    parsers: { [types.TEXT]: (value) => value.trim() },
    onNotice: (notice) => console.log(notice.message),
    paramTypes: [types.INT4],
    blob: new Blob(['1']),
  } satisfies QueryOptions);
  const { rows, fields, affectedRows, blob } = await pg.sql<Todo>`select * from todo where id = ${1}`;
  console.log(fields[0]!.dataTypeID, affectedRows, blob?.size, queried.rows[0]!.title);
  const scripts: Results[] = await pg.exec('select 1; select 2');
  const described = await pg.describeQuery('select $1::int');
  console.log(scripts.length, described.queryParams[0]!.dataTypeID, described.resultFields[0]!.name);
  const value: number = await pg.transaction(async (tx: Transaction) => {
    await tx.query('select 1');
    await tx.sql`select 1`;
    await tx.exec('select 1');
    const unlisten = await tx.listen('channel', (payload: string) => console.log(payload));
    await unlisten();
    if (tx.closed) await tx.rollback();
    return 1;
  });
  const unlisten = await pg.listen('channel', (payload) => console.log(payload, value));
  await unlisten();
  await pg.unlisten('channel');
  const off = pg.onNotification((channel, payload) => console.log(channel, payload));
  off();
  pg.offNotification(() => {});
  const { messages, data } = await pg.execProtocol(new Uint8Array());
  await pg.execProtocolRaw(data);
  await pg.execProtocolRawStream(data, { onRawData: (bytes: Uint8Array) => console.log(bytes, messages[0]!.name) });
  await pg.runExclusive(async () => {});
  const dump: File | Blob = await pg.dumpDataDir('gzip');
  console.log(dump.size);
  await pg.syncToFs();
  await pg.refreshArrayTypes();
  pg.live satisfies LiveNamespace;
  const followed: LiveQuery<Todo> = await pg.live.query<Todo>('select * from todo', [], ({ rows }) => console.log(rows));
  await followed.refresh();
  await followed.unsubscribe();
  await pg.live.incrementalQuery<Todo>({
    query: 'select * from todo',
    params: [],
    key: 'id',
    callback: (results: Results<Todo>) => console.log(results.rows),
  });
  await pg.live.changes({ query: 'select * from todo', key: 'id', callback: (changes) => console.log(changes[0]!.__op__) });
  const withLive: PGliteWithLive = pg as unknown as PGliteWithLive;
  await withLive.close();
  await pg.close();
  return rows;
}

export const templates = [sql`${raw`a`} ${identifier`b`}`, query`select ${1}`] as const;

export function isInterrupted(error: unknown): boolean {
  return error instanceof LeaderChangedError;
}
