/** A value as SQLite's functions take and give it. */
export type SqlValue = null | number | bigint | string | Uint8Array | boolean | undefined;

/** A function of the application's own that SQL can call. */
export interface SqlFunction {
  /** Computes the value. What it throws is the statement's error. An empty blob is given to it as null. */
  readonly run: (...values: SqlValue[]) => SqlValue;
  /** Whether it always gives the same for the same values, so that it may be in an index; false by default. */
  readonly isDeterministic?: boolean;
  /** How many values it takes; any number by default. */
  readonly argumentCount?: number;
}

/** Functions by the names under which SQL calls them. */
export type SqlFunctions = Readonly<Record<string, SqlFunction | SqlFunction['run']>>;
