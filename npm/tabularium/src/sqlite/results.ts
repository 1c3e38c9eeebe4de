import { Head, Tag } from '../payload/sqliteFormat.js';

/** Makes results of results; see `payload/sqliteFormat.ts`. */
export const results = {
  /** The results of several statements as one. */
  join(parts: readonly Uint8Array[]): Uint8Array {
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  },

  /** The same result without its rows. */
  withoutRows(result: Uint8Array): Uint8Array {
    const view = new DataView(result.buffer, result.byteOffset, result.byteLength);
    const parts: Uint8Array[] = [];
    for (let at = 0; at < result.length; ) {
      const start = at;
      at += Head.BYTES;
      at += 4 + view.getUint32(at);
      const head = result.slice(start, at + 4);
      new DataView(head.buffer).setUint32(head.length - 4, 0);
      parts.push(head);
      const columnCount = view.getUint32(at);
      at += 4;
      for (let i = 0; i < 2 * columnCount; i++) at += 4 + view.getUint32(at);
      while (result[at] === Tag.ROW) {
        at++;
        for (let i = 0; i < columnCount; i++) at = endOfValue(result, view, at);
      }
    }
    return results.join(parts);
  },
};

function endOfValue(bytes: Uint8Array, view: DataView, at: number): number {
  switch (bytes[at]) {
    case Tag.NULL:
      return at + 1;
    case Tag.INT32:
      return at + 5;
    case Tag.TEXT:
    case Tag.BLOB:
      return at + 5 + view.getUint32(at + 1);
    default:
      return at + 9;
  }
}
