// The code of the documents that this library keeps the promises of, as they print it but for the imports.

const which = new URLSearchParams(location.search).get('document');

const app: Record<string, unknown> = {
  attempt: async (run: (argument: unknown) => unknown, argument: unknown) => {
    try {
      return { value: await run(argument) };
    } catch (error) {
      return { error: { message: String(error), code: (error as { code?: string }).code } };
    }
  },
  summary: () => ({ which }),
};
Object.assign(window, { app });
Object.assign(app, which === 'nextjs' ? await import('./nextjs/page') : await import('./architecture/usage'));
app.isLoaded = true;

export {};
