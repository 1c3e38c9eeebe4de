// What an application's worker does before the first tab is served; `meta` has a test choose.

import { PGlite } from '/engine/index.js';
import { live } from '/engine/live/index.js';
import { OpfsAhpFS } from '/engine/fs/opfs-ahp.js';

export async function init(options) {
  const { meta = {}, dataDir } = options;
  if (meta.fails) {
    throw new Error(meta.fails);
  }
  if (meta.hangs) {
    return new Promise(() => {});
  }
  const pg = await PGlite.create({
    dataDir: meta.opens ?? dataDir,
    loadDataDir: options.loadDataDir,
    ...(meta.opfs === undefined ? {} : { fs: new OpfsAhpFS(meta.opfs) }),
    extensions: { live },
    ...meta.options,
  });
  await pg.exec(`
    create table if not exists todo (
      id integer primary key generated always as identity,
      title varchar(255) not null,
      done boolean not null default false
    );
    create table if not exists started (options jsonb);
  `);
  await pg.query('insert into started values ($1)', [{ ...options, loadDataDir: undefined }]);
  return pg;
}
