import { client } from './client';

// Subscribe to leader changes
const unsubscribe = client.onLeaderChange(() => {
	console.log('Leader changed:', client.isLeader);
});

// Check current leader status
console.log('Is leader:', client.isLeader);

export { unsubscribe };
