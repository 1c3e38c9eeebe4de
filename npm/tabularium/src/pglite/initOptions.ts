/** What `init` is told: what the tab gave to `PGliteWorker`, without what cannot be sent to a worker. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- `meta` is whatever the application makes it
export type InitOptions = Readonly<Record<string, any>> & {
  readonly dataDir?: string;
  readonly id?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  readonly meta?: any;
};
