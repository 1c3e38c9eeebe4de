import type { LiveResult } from '../../liveResult.js';
import { decodeResults, type Result } from '../../payload/decode.js';
import type { Codecs } from '../codecs.js';
import { readResults } from '../results.js';

/** A live query's result, with the reply it was read from. */
export interface ReadResult extends Result {
  readonly reply: Uint8Array;
}

/** Such a result at its commit. */
export type FollowedResult = LiveResult & ReadResult;

/** Reads a live query's result by PGlite's rules. */
export function readLive(reply: Uint8Array, codecs: Codecs): ReadResult {
  return { ...(readResults(reply, {}, codecs)[0] as Result), reply };
}

/** Every value as PostgreSQL wrote it, which is what tells equal values from different ones. */
export function textsOf({ reply }: ReadResult): (string | null)[][] {
  return decodeResults(reply, { rowMode: 'array', parsers: AS_TEXT })[0]!.rows as (string | null)[][];
}

const AS_TEXT: Record<number, (text: string) => string> = new Proxy({}, { get: () => (text: string) => text });
