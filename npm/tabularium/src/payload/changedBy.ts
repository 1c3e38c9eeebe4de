/** Where the parts of a difference are; see `difference.ts`. */
export const Part = {
  EARLIER_LENGTH: 0,
  LATER_LENGTH: 4,
  CHECKSUM: 8,
  HEAD_BYTES: 12,
  PIECE_BYTES: 12,
} as const;

/** The result that a difference makes of another; null where it is not the difference from that. */
export function changedBy(earlier: Uint8Array, difference: Uint8Array): Uint8Array | null {
  const view = viewOf(difference);
  if (view.getUint32(Part.EARLIER_LENGTH) !== earlier.length) return null;
  const later = new Uint8Array(view.getUint32(Part.LATER_LENGTH));
  let from = 0;
  let to = 0;
  for (let at: number = Part.HEAD_BYTES; at < difference.length; ) {
    const kept = view.getUint32(at);
    later.set(earlier.subarray(from, from + kept), to);
    from += kept + view.getUint32(at + 4);
    to += kept;
    const inserted = view.getUint32(at + 8);
    at += Part.PIECE_BYTES;
    later.set(difference.subarray(at, at + inserted), to);
    to += inserted;
    at += inserted;
  }
  return checksum(later) === view.getInt32(Part.CHECKSUM) ? later : null;
}

/** A number that tells a result from others of the same length; a sum of sums of words, as the same machine has them. */
export function checksum(bytes: Uint8Array): number {
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Int32Array(buffer, byteOffset, bytes.length >> 2);
  let sum = 0;
  let sums = 0;
  for (let i = 0; i < words.length; i++) sums = (sums + (sum = (sum + words[i]!) | 0)) | 0;
  for (let at = bytes.length & ~3; at < bytes.length; at++) sums = (sums + (sum = (sum + bytes[at]!) | 0)) | 0;
  return sums;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
