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
  /** What the worker says of the engine it wants is handed on as it is. */
  export function createEngine<Options>(
    open: (options: Options, isStolen: boolean) => Promise<unknown>,
    options: Options,
  ): unknown;
}

declare module '*/generated/sqlite.js' {
  /** What the worker says of the engine it wants is handed on as it is. */
  export function createEngine<Options>(
    open: (options: Options, policy: (name: string, argument: string | null) => number) => Promise<unknown>,
    options: Options,
  ): unknown;
}

declare module '*/generated/overlay.js' {
  export function createOverlay<Query, Patch>(
    events: import('./overlay/machine.js').OverlayEvents<Patch>,
  ): import('./overlay/machine.js').OverlayMachine<Query, Patch>;
  /** Null for a statement that is not simple. */
  export function parseSimple(sql: string): import('./overlay/machine.js').SimpleStatement | null;
}
