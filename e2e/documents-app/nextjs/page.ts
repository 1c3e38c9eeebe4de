import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { client, useDatabase } from './client';
import './events';

function Badge() {
  const { isLeader } = useDatabase({});
  return createElement('p', { id: 'badge' }, isLeader ? 'leader' : 'follower');
}

createRoot(document.getElementById('root')!).render(createElement(StrictMode, null, createElement(Badge)));

export { client };
export { unsubscribe } from './events';
