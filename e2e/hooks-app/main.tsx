// Components over every hook; a test tells `app` what to show and reads what they show.

import { PGliteProvider, useLiveIncrementalQuery, useLiveQuery as usePgliteLiveQuery } from '@electric-sql/pglite-react';
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Tabularium } from 'tabularium';
import { PGliteWorker } from 'tabularium/pglite';
import { TabulariumProvider, useDatabase, useLiveQuery, WorkerStatus } from 'tabularium/react';
import { useDatabase as useVueDatabase, useLiveQuery as useVueLiveQuery } from 'tabularium/vue';
import { createApp, h, ref } from 'vue';

const kind = new URLSearchParams(location.search).get('kind') ?? 'tabularium';
let renders = 0;

interface Shown {
  readonly isShown: boolean;
  readonly sql: string;
  readonly params: readonly unknown[];
}

function Rows({ sql, params }: Omit<Shown, 'isShown'>) {
  renders++;
  const { rows, loading, error } = useLiveQuery<{ v: string }>(sql, params);
  const text = error !== undefined ? `error: ${String((error as Error).message)}` : loading ? 'loading' : '';
  return <p id="rows">{text || rows!.map(({ v }) => v).join()}</p>;
}

function Status() {
  const { ready, isLeader, role, pending, error } = useDatabase();
  return <p id="status">{error !== undefined ? `error: ${(error as Error).message}` : [ready, isLeader, role, pending].join()}</p>;
}

function Page() {
  const [shown, setShown] = useState<Shown>({ isShown: true, sql: 'select v from item order by v', params: [] });
  Object.assign(window, { show: (change: Partial<Shown>) => setShown((before) => ({ ...before, ...change })) });
  return (
    <>
      <Status />
      {shown.isShown && <Rows sql={shown.sql} params={shown.params} />}
      <WorkerStatus className="status" />
    </>
  );
}

function PgliteRows() {
  const all = usePgliteLiveQuery<{ v: string }>('select v from item order by v', []);
  const kept = useLiveIncrementalQuery<{ v: string }>('select v from item order by v', [], 'v');
  return (
    <>
      <p id="theirs">{all?.rows.map(({ v }) => v).join() ?? 'loading'}</p>
      <p id="kept">{kept?.rows.map(({ v }) => v).join() ?? 'loading'}</p>
    </>
  );
}

const limit = ref(10);

async function open() {
  if (kind === 'tabularium') return Tabularium.open('idb://hooks');
  if (kind === 'failing') throw new Error('no database today');
  return PGliteWorker.create(() => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }), {
    dataDir: 'idb://hooks',
  });
}

const opening = open().then(async (db) => {
  await db.exec('create table if not exists item (v text primary key)');
  return db;
});
opening.catch(() => {}); // The hooks tell it.

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <TabulariumProvider db={opening}>
      <Page />
    </TabulariumProvider>
  </StrictMode>,
);

createApp({
  setup() {
    const status = useVueDatabase<Awaited<typeof opening>>(opening);
    const { rows, loading } = useVueLiveQuery<{ v: string }>(
      opening,
      'select v from item order by v limit $1',
      () => [limit.value],
    );
    return () => [
      h('p', { id: 'vue-status' }, [status.value.ready, status.value.role].join()),
      h('p', { id: 'vue-rows' }, loading.value ? 'loading' : (rows.value?.map(({ v }) => v).join() ?? 'none')),
    ];
  },
}).mount('#vue');

const app = {
  renders: () => renders,
  show: (change: Partial<Shown>) => (window as unknown as { show(change: Partial<Shown>): void }).show(change),
  limit: (to: number) => void (limit.value = to),
  query: async (sql: string) => (await opening).query(sql),
  underPgliteHooks: async () => {
    const place = document.body.appendChild(document.createElement('div'));
    const db = (await opening) as PGliteWorker;
    createRoot(place).render(
      <PGliteProvider db={db as never}>
        <PgliteRows />
      </PGliteProvider>,
    );
  },
  attempt: async (run: (argument: unknown) => unknown, argument: unknown) => {
    try {
      return { value: await run(argument) };
    } catch (error) {
      return { error: { message: String(error) } };
    }
  },
  summary: () => ({ kind }),
};
Object.assign(window, { app });
