import { Tabularium } from 'tabularium';

const db = await Tabularium.open('idb://bundled');
await db.exec('create table if not exists visits (tab text)');

// The same shape as pages/app.js gives, as far as the test needs it.
window.app = {
  db,
  attempt: async (fn, argument) => ({ value: await fn(argument) }),
  leadership: () => ({ isLeader: db.isLeader, term: db.term, leaderId: db.leaderId }),
};
