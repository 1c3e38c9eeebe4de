/** How the locks are called that workers hold for life, by their tabs' sessions; every build calls them so. */
const WORKER_LOCK = 'tabularium/worker/';

/** The sessions whose workers live, also those that are stopped. */
export async function liveSessions(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  const sessions = new Set<string>();
  for (const { name, mode } of held) {
    // Pages that wait for a worker's end share its lock for a moment afterwards.
    if (mode === 'exclusive' && name?.startsWith(WORKER_LOCK)) sessions.add(name.slice(WORKER_LOCK.length));
  }
  return sessions;
}
