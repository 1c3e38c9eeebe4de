import { PGlite } from '@electric-sql/pglite';
import { worker } from 'tabularium/pglite';

worker({ init: ({ dataDir }) => PGlite.create({ dataDir }) });
