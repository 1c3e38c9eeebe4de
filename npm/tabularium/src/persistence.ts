/** What the browser tells of this origin's storage; undefined where there is nothing that does. */
export function storageManager(): Partial<StorageManager> | undefined {
  return navigator.storage as StorageManager | undefined;
}

/** Whether the browser promises not to evict this origin's data. */
export async function isPersisted(): Promise<boolean> {
  return (await storageManager()?.persisted?.()) ?? false;
}
