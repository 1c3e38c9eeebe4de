import { OpfsAhpFS as Base } from '@electric-sql/pglite/opfs-ahp';
import { plainPath } from './userPlace.js';

/**
 * PGlite's filesystem in the origin private file system, for paths such as `./app` too, which PGlite's own fails on: the
 * file system knows no folder named `.`.
 */
export class OpfsAhpFS extends Base {
  constructor(dataDir: string, options?: ConstructorParameters<typeof Base>[1]) {
    super(plainPath(dataDir), options);
  }
}
