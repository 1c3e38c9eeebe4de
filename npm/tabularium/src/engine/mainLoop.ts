import type { PGlite } from '@electric-sql/pglite';

/** How PostgreSQL tells its main loop that a statement has failed: it leaves the program with this status. */
const STATEMENT_FAILED = 100;

interface MainLoop {
  _PostgresMainLoopOnce(): void;
}

/**
 * Tells when PostgreSQL stops for another reason than a failed statement. PGlite passes over every such end in silence,
 * and a reply that ends with no ReadyForQuery does not show it.
 */
export function watchForDeath(pg: PGlite, onDeath: () => void): void {
  const module = pg.Module as unknown as MainLoop;
  const once = module._PostgresMainLoopOnce;
  module._PostgresMainLoopOnce = () => {
    try {
      once();
    } catch (error) {
      if ((error as { status?: number }).status !== STATEMENT_FAILED) onDeath();
      throw error;
    }
  };
}
