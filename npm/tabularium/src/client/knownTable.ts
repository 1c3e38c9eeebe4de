/** A table as a repository uses it, whatever described it. */
export interface KnownTable {
  /** Quoted, with its schema where it has one. */
  readonly name: string;
  /** The property that identifies a row. */
  readonly key: string;
  /** The column of each property. */
  readonly columns: ReadonlyMap<string, KnownColumn>;
}

/** A column as a repository uses it. */
export interface KnownColumn {
  /** Quoted. */
  readonly name: string;
  /** Whether the engine's text is wanted instead of what would be made of it. */
  readonly isReadAsText?: boolean;
  /** Makes the property's value of the engine's, which is not null. */
  readonly read?: (value: unknown) => unknown;
  /** Makes the engine's value of the property's, which is not null. */
  readonly write?: (value: unknown) => unknown;
  /** The value in a new row that gives none. */
  readonly initial?: (() => unknown) | undefined;
  /** The value after a change that gives none. */
  readonly changed?: (() => unknown) | undefined;
}

/** Quotes the name of a table or a column, so that it is that name whatever is in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
