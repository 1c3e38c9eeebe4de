/** A frame begins at a multiple of this, and so does its body. */
export const STEP_BYTES = 512;
/** What every frame begins with. */
const MAGIC = [...'TABL'].map((letter) => letter.charCodeAt(0));
const HEADER_BYTES = 64;
/** The checksum covers all that follows it. */
const SUMMED_FROM = 8;
/** The header's own checksum, where there is a salt, and how far it covers the header. */
const HEADER_SUM_AT = 48;

/** What a frame says of itself beside its content. */
export interface FrameHead {
  /** The layout of what is in it. */
  readonly format: number;
  /** Each frame's is one more than that of the frame before. */
  readonly seq: number;
  /** The checksum of the frame before. */
  readonly previousSum: number;
  /** Frames up to this one were known to be on the disk when this one was written. */
  readonly flushedSeq: number;
}

/** A piece of a file that can be told from one that was written in part, or that something else was written over. */
export interface Frame extends FrameHead {
  readonly sum: number;
  readonly meta: unknown;
  /** A view of the bytes the frame was read from. */
  readonly body: Uint8Array<ArrayBuffer>;
  /** How far from the frame's begin the body begins. */
  readonly bodyOffset: number;
  readonly sizeBytes: number;
}

/** A frame as it is written. */
export interface EncodedFrame {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sum: number;
  readonly bodyOffset: number;
}

/**
 * Makes a frame; `meta` must survive JSON. Where bytes that others have chosen lie beside frames, there is a *salt* that they
 * do not know and that is not 0: whoever has it believes no frame that was made without it.
 *
 * It is made in `room` if that is large enough, whatever is there.
 */
export function encodeFrame(
  head: FrameHead,
  meta: unknown,
  body: readonly Uint8Array[],
  salt = 0,
  room?: Uint8Array<ArrayBuffer>,
): EncodedFrame {
  const text = new TextEncoder().encode(JSON.stringify(meta));
  const bodyBytes = body.reduce((sum, { length }) => sum + length, 0);
  const bodyOffset = aligned(HEADER_BYTES + text.length);
  const bytes = zeros(bodyOffset + aligned(bodyBytes), bodyOffset, bodyBytes, room);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  bytes.set(MAGIC);
  view.setUint32(8, head.previousSum, true);
  view.setUint32(12, head.format, true);
  view.setFloat64(16, head.seq, true);
  view.setFloat64(24, head.flushedSeq, true);
  view.setFloat64(32, text.length, true);
  view.setFloat64(40, bodyBytes, true);
  bytes.set(text, HEADER_BYTES);
  let at = bodyOffset;
  for (const part of body) {
    bytes.set(part, at);
    at += part.length;
  }
  if (salt !== 0) view.setUint32(HEADER_SUM_AT, headerSumOf(bytes, salt), true);
  const sum = sumOf(bytes, salt);
  view.setUint32(4, sum, true);
  return { bytes, sum, bodyOffset };
}

/** Reads the frame that begins at an offset; undefined if there is no whole one. */
export function decodeFrame(bytes: Uint8Array<ArrayBuffer>, offset: number, salt = 0): Frame | undefined {
  if (bytes.length - offset < HEADER_BYTES || MAGIC.some((letter, i) => bytes[offset + i] !== letter)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, bytes.length - offset);
  // Before it is known to be one of ours, how large it says it is must cost no time.
  const header = bytes.subarray(offset, offset + HEADER_BYTES);
  if (salt !== 0 && view.getUint32(HEADER_SUM_AT, true) !== headerSumOf(header, salt)) return undefined;
  const metaBytes = view.getFloat64(32, true);
  const bodyBytes = view.getFloat64(40, true);
  const bodyOffset = aligned(HEADER_BYTES + metaBytes);
  const sizeBytes = bodyOffset + aligned(bodyBytes);
  if (!(sizeBytes >= STEP_BYTES && sizeBytes <= view.byteLength)) return undefined;
  const frame = bytes.subarray(offset, offset + sizeBytes);
  const sum = view.getUint32(4, true);
  if (sumOf(frame, salt) !== sum) return undefined;
  return {
    format: view.getUint32(12, true),
    seq: view.getFloat64(16, true),
    previousSum: view.getUint32(8, true),
    flushedSeq: view.getFloat64(24, true),
    sum,
    meta: JSON.parse(new TextDecoder().decode(frame.subarray(HEADER_BYTES, HEADER_BYTES + metaBytes))),
    body: frame.subarray(bodyOffset, bodyOffset + bodyBytes),
    bodyOffset,
    sizeBytes,
  };
}

/** So many bytes, zeros wherever no byte of a body goes. */
function zeros(
  sizeBytes: number,
  bodyOffset: number,
  bodyBytes: number,
  room: Uint8Array<ArrayBuffer> | undefined,
): Uint8Array<ArrayBuffer> {
  if (room === undefined || room.length < sizeBytes) return new Uint8Array(sizeBytes);
  const bytes = room.subarray(0, sizeBytes);
  return bytes.fill(0, 0, bodyOffset).fill(0, bodyOffset + bodyBytes);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / STEP_BYTES) * STEP_BYTES;
}

function headerSumOf(bytes: Uint8Array<ArrayBuffer>, salt: number): number {
  return sumOf(bytes.subarray(0, HEADER_SUM_AT), salt);
}

/** MurmurHash3 in its form of 32 bits, without the last mixing, which only a table of hashes needs. */
function sumOf({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>, salt: number): number {
  let sum = salt | 0;
  for (const word of new Int32Array(buffer, byteOffset + SUMMED_FROM, (length - SUMMED_FROM) / 4)) {
    let mixed = Math.imul(word, 0xcc9e2d51);
    mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    sum ^= mixed;
    sum = (Math.imul((sum << 13) | (sum >>> 19), 5) + 0xe6546b64) | 0;
  }
  return sum >>> 0;
}
