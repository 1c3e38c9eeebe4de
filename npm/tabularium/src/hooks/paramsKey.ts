import { keyOf } from '../live.js';
import { prepareParams } from '../payload/params.js';

/** Text that is equal for parameters of equal values and types, as a live query is told from others by them. */
export function paramsKey(params: readonly unknown[]): string {
  try {
    return keyOf({ sql: '', params: prepareParams(params) });
  } catch (error) {
    return String(error); // The query fails by it, and a component can show that.
  }
}
