// The form in which results of SQLite travel and are kept. A result is, for each statement: {@link Head}, the command as
// text, the number of columns (4 bytes), and the name and the declared type of each as texts; then its rows, each a
// {@link Tag.ROW} and a value for each column. A value is a tag and what the tag says. Numbers are big-endian; texts and
// blobs have their length in bytes, in 4 bytes, before them.

/** What a byte says of those that follow. */
export const Tag = {
  RESULT: 0x52,
  ROW: 0x44,
  NULL: 0,
  /** An integer in 4 bytes. */
  INT32: 1,
  /** An integer that a double holds exactly, as a double. */
  INTEGER: 2,
  /** An integer in 8 bytes. */
  INT64: 3,
  /** A double. */
  FLOAT: 4,
  TEXT: 5,
  BLOB: 6,
} as const;

/** Where the parts of a result's head are, behind its tag. */
export const Head = {
  /** How many rows were inserted, changed or deleted, as a double. */
  AFFECTED_ROWS: 1,
  /** How many rows follow, in 4 bytes. */
  ROW_COUNT: 9,
  /** Whether the last id means anything, in a byte. */
  HAS_LAST_ID: 13,
  /** The id of the last row inserted, in 8 bytes. */
  LAST_ID: 14,
  BYTES: 22,
} as const;
