/** Makes a throw a rejection, and adds no promise of its own to one that is returned. */
export function promised<T>(start: () => Promise<T>): Promise<T> {
  try {
    return start();
  } catch (error) {
    return Promise.reject(error as Error);
  }
}
