// A worker of an application's own for databases of SQLite, with a function in JavaScript.
import { worker } from '/tabularium/sqlite-worker.js';

worker({
  functions: {
    slug: { run: (title) => String(title).toLowerCase().replaceAll(/\W+/g, '-'), isDeterministic: true, argumentCount: 1 },
    fails: () => {
      throw new Error('not today');
    },
  },
});
