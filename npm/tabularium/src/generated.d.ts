// The modules that TeaVM compiles from Java into ./generated, as far as the entry files use them.

declare module '*/generated/page.js' {
  export const openClient: import('./page.js').OpenClient;
}

declare module '*/generated/worker.js' {
  export function startWorker(host: { loadEngine(url: string): Promise<unknown> }): void;
}

declare module '*/generated/broker.js' {
  export function startBroker(): void;
}

declare module '*/generated/pglite.js' {
  type PgliteOptions = import('./engine/openPglite.js').PgliteOptions;
  type Open = (options: PgliteOptions, isStolen: boolean) => Promise<unknown>;
  export function createEngine(open: Open, options: Omit<PgliteOptions, 'isStolen'>): unknown;
}
