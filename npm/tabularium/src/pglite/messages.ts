const HEADER_BYTES = 5;

/** One message of the PostgreSQL protocol, from the engine. */
export interface Message {
  /** The first byte as a character. */
  readonly type: string;
  readonly body: Uint8Array;
}

/** The messages of a reply, one after the other. */
export function* messagesOf(reply: Uint8Array): Generator<Message> {
  const view = new DataView(reply.buffer, reply.byteOffset, reply.byteLength);
  for (let at = 0; at + HEADER_BYTES <= reply.length; ) {
    const end = at + 1 + view.getInt32(at + 1);
    yield { type: String.fromCharCode(reply[at]!), body: reply.subarray(at + HEADER_BYTES, end) };
    at = end;
  }
}

const utf8 = new TextDecoder();

/** Reads one value after the other out of a message. */
export class MessageReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    return this.#bytes[this.#at++]!;
  }

  int16(): number {
    this.#at += 2;
    return this.#view.getInt16(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#view.getInt32(this.#at - 4);
  }

  uint32(): number {
    return this.int32() >>> 0;
  }

  /** Text that ends with a zero. */
  text(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    const text = utf8.decode(this.#bytes.subarray(this.#at, end));
    this.#at = end + 1;
    return text;
  }

  /** Text whose length in bytes stands before it; null where that is -1. */
  sized(): string | null {
    const length = this.int32();
    if (length < 0) return null;
    this.#at += length;
    return utf8.decode(this.#bytes.subarray(this.#at - length, this.#at));
  }

  skip(bytes: number): void {
    this.#at += bytes;
  }
}
