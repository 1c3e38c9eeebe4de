// The entry of every tab's dedicated worker, which waits for the lock and leads while it holds it.
import { startWorker } from './generated/worker.js';

startWorker({
  // The engine is by far the largest file: only a worker that leads loads it. Bundlers must leave the URL alone.
  loadEngine: (url) => import(/* @vite-ignore */ /* webpackIgnore: true */ url),
});
