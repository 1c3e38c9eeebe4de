const FIRST_CAPACITY_BYTES = 64 * 1024;
/** Kept for the next reply; a larger one is let go. */
const KEPT_CAPACITY_BYTES = 4 * 1024 * 1024;
/** ReadyForQuery, but for its last byte, which is the transaction's state. */
const READY_FOR_QUERY = [90, 0, 0, 0, 5] as const;
const READY_FOR_QUERY_BYTES = 6;

/** The backend messages of one exchange, gathered from the pieces the engine hands out. */
export class ReplyBuffer {
  #bytes = new Uint8Array(FIRST_CAPACITY_BYTES);
  #size = 0;

  clear(): void {
    this.#size = 0;
  }

  /** Adds a piece, which is copied: it is a view of the engine's memory. */
  append(piece: Uint8Array): void {
    const size = this.#size + piece.length;
    if (size > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(size, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#size));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#size);
    this.#size = size;
  }

  /** Whether the reply is whole: the engine is ready for the next query. */
  endsReady(): boolean {
    const start = this.#size - READY_FOR_QUERY_BYTES;
    if (start < 0) return false;
    for (let i = 0; i < READY_FOR_QUERY.length; i++) {
      if (this.#bytes[start + i] !== READY_FOR_QUERY[i]) return false;
    }
    return true;
  }

  /** The reply in a buffer of its own. */
  take(): Uint8Array {
    const reply = this.#bytes.slice(0, this.#size);
    if (this.#bytes.length > KEPT_CAPACITY_BYTES) this.#bytes = new Uint8Array(FIRST_CAPACITY_BYTES);
    return reply;
  }
}
