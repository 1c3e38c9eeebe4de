// A worker of the application that opens a database by itself and writes, as the guide has a page do it.

const name = new URLSearchParams(location.search).get('library');
const { begin, Database } = await import(`./${name}.js`);

await begin();
const db = await Database.newDatabase('in-a-worker.db');
const isLeader = await db.isLeader();
await db.execute('create table t (x)');
const write = await db.execute('insert into t values (1)').then(
  () => 'done',
  () => 'refused',
);
postMessage({ isLeader, write });
