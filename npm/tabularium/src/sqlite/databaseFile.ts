// The head of a database file: https://www.sqlite.org/fileformat2.html#the_database_header

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const PAGE_SIZE_AT = 16;
/** Where the versions are that a program must know to write the file, and to read it: 1, or 2 for one with a WAL. */
const VERSIONS_AT = [18, 19] as const;
const NEWEST_VERSION = 2;
/** Where the encoding of texts is: 1 for UTF-8, 2 and 3 for UTF-16, and 0 where there is no text yet. */
const ENCODING_AT = 56;
const UTF_8 = 1;
const UTF_16_REASON =
  'its texts are in UTF-16, which is not supported; "sqlite3 old.db .dump | sqlite3 new.db" makes a file in UTF-8 of it';

/** Why some bytes are no database file that could be opened, or null. An empty file is an empty database. */
export function reasonAgainst(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return null;
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length));
  if (bytes.length < HEADER_BYTES || magic !== MAGIC) return 'it is no database of SQLite';
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const pageBytes = view.getUint16(PAGE_SIZE_AT);
  if (bytes.length % (pageBytes === 1 ? 65536 : pageBytes) !== 0) return 'a part of it is missing';
  if (VERSIONS_AT.some((at) => bytes[at]! > NEWEST_VERSION)) return 'it was written by a newer version of SQLite';
  if (view.getUint32(ENCODING_AT) > UTF_8) return UTF_16_REASON;
  return null;
}

/** The same file as one without a WAL: what a WAL beside it held was never in these bytes. */
export function withoutWal(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = bytes.slice();
  for (const at of VERSIONS_AT) copy[at] = 1;
  return copy;
}
