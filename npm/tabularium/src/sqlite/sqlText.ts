import type { Facts } from './facts.js';

const encoder = new TextEncoder();
/** A mark at the beginning of a text counts: positions are told from there. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of some bytes. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** How many characters of a text take so many bytes in UTF-8. */
export function lengthOfBytes(text: string, byteCount: number): number {
  return textOf(encoder.encode(text).subarray(0, byteCount)).length;
}

const COMMENTS_AND_SPACES = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$)|;)*/;

/** Whether there is nothing but spaces, comments and semicolons. */
export function isBlank(sql: string): boolean {
  return COMMENTS_AND_SPACES.exec(sql)![0].length === sql.length;
}

/** The first word of a statement, or, where that says little, what the statement does. */
export function commandOf(sql: string, { action }: Facts): string {
  const word = /^\w*/.exec(sql.slice(COMMENTS_AND_SPACES.exec(sql)![0].length))![0].toUpperCase();
  if (word === 'WITH' || word === 'VALUES' || word === '') return action ?? 'SELECT';
  return word === 'REPLACE' ? 'INSERT' : word;
}
