import { invalidArgument } from '../errors.js';

/** Checks that an argument is a function. */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw invalidArgument(`${name} must be a function.`);
}
