import { PGlite } from '@electric-sql/pglite';
import { OpfsAhpFS } from 'tabularium/pglite/opfs-ahp';
import { worker } from 'tabularium/pglite';

worker({
	async init(options) {
		const client = new PGlite({
			dataDir: options?.dataDir || 'idb://converse-ai',
			fs: new OpfsAhpFS('./converse-ai'),
			relaxedDurability: true,
		});
		return client;
	},
});
