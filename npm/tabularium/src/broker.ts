// The entry of the SharedWorker, which introduces pages to the worker that leads and carries nothing else.
import { startBroker } from './generated/broker.js';

startBroker();
