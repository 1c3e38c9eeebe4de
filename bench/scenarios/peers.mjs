// The tabs that most scenarios compare.

/** Tabs of every library on this kind of store. SQLocal has but one kind, and takes part with the faster one. */
export async function peers(world, storage) {
  const [leader, follower] = await world.tabs('tabularium', storage, 2);
  const [pglite] = await world.tabs('pglite', storage, 1);
  const [, pgliteFollower] = await world.tabs('pglite-worker', storage, 2);
  const [, echoFollower] = await world.tabs('port-echo', 'none', 2);
  const [, sqlocal] = storage === 'opfs-ahp' ? await world.tabs('sqlocal', storage, 2) : [];
  return { leader, follower, pglite, pgliteFollower, echoFollower, sqlocal };
}

/** The table of notes of each of them. */
export async function notesOf(world, storage) {
  return {
    tabularium: await world.notes('tabularium', storage),
    pglite: await world.notes('pglite', storage),
    pgliteWorker: await world.notes('pglite-worker', storage),
    sqlocal: storage === 'opfs-ahp' ? await world.notes('sqlocal', storage) : undefined,
  };
}
