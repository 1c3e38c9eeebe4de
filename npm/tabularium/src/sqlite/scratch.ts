import type { Exports, Sqlite3Static } from './sqlite3.js';

const FIRST_BYTES = 4096;
const encoder = new TextEncoder();

/** A piece of the module's memory in which texts and bytes are handed to SQLite, which copies what it keeps. */
export class Scratch {
  readonly #exports: Exports;
  readonly #heap: () => Uint8Array;
  #address = 0;
  #sizeBytes = 0;

  constructor(sqlite: Sqlite3Static) {
    this.#exports = sqlite.wasm.exports as Exports;
    this.#heap = () => sqlite.wasm.heap8u() as Uint8Array;
  }

  /** Writes a text in UTF-8, with a NUL behind it; gives its length without that. It begins at {@link address}. */
  writeText(text: string): number {
    this.#reserve(text.length * 3 + 1);
    const target = this.#heap().subarray(this.#address, this.#address + this.#sizeBytes);
    const { written } = encoder.encodeInto(text, target);
    target[written] = 0;
    return written;
  }

  /** Writes bytes at {@link address}. */
  writeBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#heap().set(bytes, this.#address);
  }

  get address(): number {
    return this.#address;
  }

  free(): void {
    this.#exports.sqlite3_free!(this.#address);
    this.#address = 0;
    this.#sizeBytes = 0;
  }

  #reserve(sizeBytes: number): void {
    if (sizeBytes <= this.#sizeBytes) return;
    const wanted = Math.max(FIRST_BYTES, sizeBytes, 2 * this.#sizeBytes);
    const address = this.#exports.sqlite3_realloc!(this.#address, wanted) as number;
    if (address === 0) throw new RangeError('SQLite has no memory left for a value.');
    this.#address = address;
    this.#sizeBytes = wanted;
  }
}
