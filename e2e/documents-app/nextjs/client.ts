import { useEffect, useState } from 'react';
import { PGliteWorker } from 'tabularium/pglite';

export const client = new PGliteWorker(
	new Worker(new URL('./db-worker.ts', import.meta.url), {
		type: 'module',
		name: 'pglite-worker'
	}),
	{
		dataDir: 'idb://converse-ai',
		id: 'converse-ai-db',
		meta: {
			appName: 'T3 Chat',
			version: '1.0.0'
		}
	}
);

export function useDatabase({ userId }: { userId?: string }) {
	const [isLeader, setIsLeader] = useState(false);

	useEffect(() => {
		// Subscribe to leader changes
		const unsubscribe = client.onLeaderChange(() => {
			setIsLeader(client.isLeader);
		});

		// Set initial leader state
		setIsLeader(client.isLeader);

		return unsubscribe;
	}, []);

	return { isLeader, /* other status */ };
}
