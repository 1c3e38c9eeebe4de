// How the leader says what has changed in a live query's result. A difference is: the length of the earlier result, the
// length and the checksum of the later one; then pieces, each three lengths and bytes: how many bytes are kept, how many
// left out, how many inserted, and those. Numbers have 4 bytes and are big-endian.

import { checksum, Part } from './changedBy.js';
import { Head, Tag } from './sqliteFormat.js';

/** A result of fewer bytes is as well sent whole. */
const FEWEST_BYTES = 256;
/** How many records are looked at on both sides, together, for where the two results agree again. */
const HORIZON = 64;
/** How many records may be compared in vain before the rest is taken as it is. */
const VAIN_COMPARISONS = 4096;
/** How many more for each record that is the same. */
const PATIENCE_PER_RECORD = 2;

/** Behind the rows PostgreSQL says how many they are, in no more bytes than these. */
const TAIL_BYTES = 24;
/** So many bytes are not the same by chance. */
const ENOUGH_BYTES = 32;

/**
 * What makes an earlier result into a later one, or null where that would not be smaller by half: a tab copies a result
 * sooner than it puts one together. It is found record by record, a record being a row, or what stands before and behind
 * the rows; in one pass, however different the two are.
 */
export function differenceBetween(earlier: Uint8Array, later: Uint8Array): Uint8Array | null {
  if (later.length < FEWEST_BYTES) return null;
  const [from, to] = [new Records(earlier), new Records(later)];
  const pieces = new Pieces(later);
  let vain = VAIN_COMPARISONS;
  while (!from.isAtEnd && !to.isAtEnd) {
    if (from.isSameAs(0, to, 0)) {
      pieces.keep(from.pass(1));
      to.pass(1);
      vain += PATIENCE_PER_RECORD;
      continue;
    }
    const found = meet(from, to, vain);
    vain = found.vain;
    if (!found.isMet) break;
    pieces.replace(from.pass(found.out), to.at, to.pass(found.in));
    if (pieces.sizeBytes > later.length / 2) return null;
  }
  addRest(pieces, earlier, from.at, later, to.at);
  return pieces.sizeBytes <= later.length / 2 ? pieces.write(earlier.length) : null;
}

/** Of what is left, the end may be the same, or all of it but the tail. */
function addRest(pieces: Pieces, earlier: Uint8Array, from: number, later: Uint8Array, to: number): void {
  const tail = commonBack(earlier, from, earlier.length, later, to, later.length);
  const [outEnd, intoEnd] = [earlier.length - tail, later.length - tail];
  let [out, into] = [from, to];
  for (let i = 0; tail < ENOUGH_BYTES && i < TAIL_BYTES ** 2; i++) {
    const [outTail, intoTail] = [outEnd - (i % TAIL_BYTES), intoEnd - Math.floor(i / TAIL_BYTES)];
    const same = commonBack(earlier, from, outTail, later, to, intoTail);
    if (same >= ENOUGH_BYTES) {
      pieces.replace(outTail - same - from, to, intoTail - same - to);
      pieces.keep(same);
      [out, into] = [outTail, intoTail];
      break;
    }
  }
  pieces.replace(outEnd - out, into, intoEnd - into);
  pieces.keep(tail);
  pieces.end();
}

interface Meeting {
  readonly isMet: boolean;
  /** How many records are left out before it. */
  readonly out: number;
  /** How many records are inserted before it. */
  readonly in: number;
  readonly vain: number;
}

/** Finds the next records that are the same, those with the fewest before them. */
function meet(from: Records, to: Records, patience: number): Meeting {
  let vain = patience;
  for (let both = 1; both <= HORIZON && vain > 0; both++) {
    const mostOut = Math.min(both, from.ahead(both));
    for (let out = Math.max(0, both - to.ahead(both)); out <= mostOut; out++) {
      if (from.isSameAs(out, to, both - out)) return { isMet: true, out, in: both - out, vain };
      vain--;
    }
  }
  return { isMet: false, out: 0, in: 0, vain };
}

/** How many bytes in front of two places are the same, going back no further than to where each begins. */
function commonBack(a: Uint8Array, aFrom: number, aEnd: number, b: Uint8Array, bFrom: number, bEnd: number): number {
  const most = Math.min(aEnd - aFrom, bEnd - bFrom);
  let count = 0;
  while (count < most && a[aEnd - 1 - count] === b[bEnd - 1 - count]) count++;
  return Math.max(0, count);
}

/** A result as records, of which a few ahead are known. */
class Records {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #isSqlite: boolean;
  #columnCount = 0;
  /** Where the records ahead end, beginning at `#first`, with the end of what was passed in front of them. */
  readonly #ends = new Int32Array(4 * HORIZON);
  #first = 0;
  #last = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isSqlite = bytes[0] === Tag.RESULT;
  }

  /** Where the next record begins. */
  get at(): number {
    return this.#ends[this.#first]!;
  }

  get isAtEnd(): boolean {
    return this.at >= this.#bytes.length;
  }

  /** Passes some records; gives how many bytes they have. */
  pass(count: number): number {
    this.ahead(count);
    const from = this.at;
    this.#first += count;
    return this.at - from;
  }

  /** How many records are ahead, as far as that many are asked for; they are known from then on. */
  ahead(count: number): number {
    while (this.#last - this.#first < count && this.#ends[this.#last]! < this.#bytes.length) {
      if (this.#last + 1 === this.#ends.length) {
        this.#ends.copyWithin(0, this.#first, this.#last + 1);
        this.#last -= this.#first;
        this.#first = 0;
      }
      this.#ends[this.#last + 1] = this.#endOf(this.#ends[this.#last]!);
      this.#last++;
    }
    return Math.min(count, this.#last - this.#first);
  }

  /** Whether the record so many ahead is the same as one of the other's. */
  isSameAs(index: number, other: Records, otherIndex: number): boolean {
    if (this.ahead(index + 1) <= index || other.ahead(otherIndex + 1) <= otherIndex) return false;
    const from = this.#ends[this.#first + index]!;
    const length = this.#ends[this.#first + index + 1]! - from;
    const otherFrom = other.#ends[other.#first + otherIndex]!;
    if (other.#ends[other.#first + otherIndex + 1]! - otherFrom !== length) return false;
    const [view, otherView] = [this.#view, other.#view];
    let i = 0;
    for (const words = length - 4; i <= words; i += 4) {
      if (view.getInt32(from + i, true) !== otherView.getInt32(otherFrom + i, true)) return false;
    }
    for (; i < length; i++) if (this.#bytes[from + i] !== other.#bytes[otherFrom + i]) return false;
    return true;
  }

  #endOf(start: number): number {
    const size = this.#bytes.length;
    const end = this.#isSqlite ? this.#sqliteEnd(start) : start + 5 <= size ? start + 1 + this.#view.getUint32(start + 1) : size;
    // What has no known form is one record.
    return end > start && end <= size ? end : size;
  }

  #sqliteEnd(start: number): number {
    const tag = this.#bytes[start];
    let at = start + 1;
    if (tag === Tag.ROW) {
      for (let left = this.#columnCount; left > 0; left--) at = this.#valueEnd(at);
    } else if (tag === Tag.RESULT) {
      at = this.#textEnd(start + Head.BYTES);
      this.#columnCount = this.#uint32(at);
      at += 4;
      for (let left = 2 * this.#columnCount; left > 0; left--) at = this.#textEnd(at);
    } else {
      return this.#bytes.length;
    }
    return at;
  }

  #valueEnd(at: number): number {
    switch (this.#bytes[at]) {
      case Tag.NULL:
        return at + 1;
      case Tag.INT32:
        return at + 5;
      case Tag.INTEGER:
      case Tag.INT64:
      case Tag.FLOAT:
        return at + 9;
      default:
        return this.#textEnd(at + 1);
    }
  }

  #textEnd(at: number): number {
    return at + 4 + this.#uint32(at);
  }

  /** Beyond the end stands what leads to the end. */
  #uint32(at: number): number {
    return at + 4 <= this.#bytes.length ? this.#view.getUint32(at) : this.#bytes.length;
  }
}

/** The pieces of a difference: what is kept, then left out, then inserted. */
class Pieces {
  readonly #later: Uint8Array;
  readonly #pieces: { kept: number; out: number; from: number; length: number }[] = [];
  #kept = 0;
  sizeBytes: number = Part.HEAD_BYTES;

  constructor(later: Uint8Array) {
    this.#later = later;
  }

  keep(length: number): void {
    this.#kept += length;
  }

  replace(out: number, from: number, length: number): void {
    if (out + length > 0) this.#add(out, from, length);
  }

  end(): void {
    if (this.#kept > 0) this.#add(0, 0, 0);
  }

  #add(out: number, from: number, length: number): void {
    this.#pieces.push({ kept: this.#kept, out, from, length });
    this.#kept = 0;
    this.sizeBytes += Part.PIECE_BYTES + length;
  }

  write(earlierLength: number): Uint8Array {
    const bytes = new Uint8Array(this.sizeBytes);
    const view = new DataView(bytes.buffer);
    view.setUint32(Part.EARLIER_LENGTH, earlierLength);
    view.setUint32(Part.LATER_LENGTH, this.#later.length);
    view.setInt32(Part.CHECKSUM, checksum(this.#later));
    let at: number = Part.HEAD_BYTES;
    for (const { kept, out, from, length } of this.#pieces) {
      view.setUint32(at, kept);
      view.setUint32(at + 4, out);
      view.setUint32(at + 8, length);
      bytes.set(this.#later.subarray(from, from + length), at + Part.PIECE_BYTES);
      at += Part.PIECE_BYTES + length;
    }
    return bytes;
  }
}
