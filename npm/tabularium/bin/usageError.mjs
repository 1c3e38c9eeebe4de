/** What is wrong with the command; nothing was changed. */
export class UsageError extends Error {
  name = 'UsageError';
}
