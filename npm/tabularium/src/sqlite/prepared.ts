import type { Facts } from './facts.js';

/** Why SQLite, or the binding of values, refused something. */
export interface SqliteFailure {
  /** The extended result code, such as 2067; 0 for what SQLite was not asked. */
  readonly code: number;
  /** Its name, such as `SQLITE_CONSTRAINT_UNIQUE`. */
  readonly name: string;
  readonly message: string;
  /** Where in the SQL the error is, in characters from 1; 0 where that is not known. */
  readonly position: number;
}

/** A statement that is ready to run, or why there is none. */
export interface Prepared extends Omit<Facts, 'writes' | 'reads'> {
  readonly writes: readonly string[];
  readonly reads: readonly string[];
  readonly failure: SqliteFailure | null;
  /** Whether there is nothing but spaces and comments. */
  readonly isEmpty: boolean;
  /** Whether more statements follow. */
  readonly hasMore: boolean;
  /** Whether running it cannot change the database. */
  readonly isReadOnly: boolean;
  /** Its own text. */
  readonly sql: string;
  /** The first word of it, or what it comes to. */
  readonly command: string;
  /** The address of SQLite's own statement; 0 where there is none. */
  readonly address: number;
  /** The names of its parameters. */
  readonly names: readonly (string | null)[];
  readonly columnCount: number;
  /** Whether it inserts into a table whose rows have ids. */
  readonly hasRowIds: boolean;
  /** How its results begin. */
  readonly head: Uint8Array;
}

/** A script whose statements are prepared one after the other, because one may make what the next one names. */
export interface Script {
  /** Lets go of the statement before, and prepares the next one; null at the end. */
  next(): Prepared | null;
  /** Lets go of the script. */
  close(): void;
}

/** A failure whose position is told from so many characters earlier. */
export function movedBy(failure: SqliteFailure, charCount: number): SqliteFailure {
  return failure.position === 0 ? failure : { ...failure, position: failure.position + charCount };
}
