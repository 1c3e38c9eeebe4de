import { PAGE_BYTES, type PageRecord } from './pageFiles.js';

/** Browsers read a few large values ten times as fast as the same bytes in many small ones. */
const PAGES_PER_EXTENT = 128;

/** Many pages in one value. */
export interface Extent {
  /** The numbers of the pages in `bytes`, in their order. */
  readonly keys: Float64Array<ArrayBuffer>;
  /** The numbers of pages of zeros. */
  readonly zeroKeys: Float64Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Puts pages together into extents. */
export function packed(pages: readonly PageRecord[]): Extent[] {
  const full = pages.filter(({ bytes }) => bytes.length > 0);
  const zeroKeys = Float64Array.from(pages.filter(({ bytes }) => bytes.length === 0).map(({ key }) => key));
  const extents: Extent[] = [];
  for (let at = 0; at < full.length; at += PAGES_PER_EXTENT) {
    const part = full.slice(at, at + PAGES_PER_EXTENT);
    const bytes = new Uint8Array(part.length * PAGE_BYTES);
    part.forEach((page, i) => bytes.set(page.bytes, i * PAGE_BYTES));
    extents.push({ keys: Float64Array.from(part.map(({ key }) => key)), zeroKeys: new Float64Array(0), bytes });
  }
  if (zeroKeys.length > 0) extents.push({ keys: new Float64Array(0), zeroKeys, bytes: new Uint8Array(0) });
  return extents;
}

/** The pages of extents, as views of their bytes. */
export function* unpacked(extents: Iterable<Extent>): Generator<PageRecord> {
  for (const { keys, zeroKeys, bytes } of extents) {
    for (const [i, key] of keys.entries()) {
      yield { key, bytes: bytes.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES) };
    }
    for (const key of zeroKeys) yield { key, bytes: new Uint8Array(0) };
  }
}
