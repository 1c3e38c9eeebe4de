import type { PGlite } from '@electric-sql/pglite';

/** The part of Emscripten's file system that devices are made with. */
interface DeviceFs {
  makedev(major: number, minor: number): number;
  registerDevice(device: number, operations: object): void;
  readonly ErrnoError: new (errno: number) => Error;
}

interface Stream {
  readonly position: number;
}

/** The number under which PGlite has put its own device at `/dev/blob`. */
const DEVICE = [64, 0] as const;
const EINVAL = 28;
/** The type of the message in which what was written comes with a reply. PostgreSQL has none of this name. */
const MESSAGE_TYPE = 'b'.charCodeAt(0);
const HEADER_BYTES = 5;

/**
 * The file `/dev/blob`, by which `COPY` reads what comes with a statement, and writes what goes with its result. It
 * stands in the place of PGlite's own, which is filled and emptied by calls that do not wait for their turn.
 */
export class BlobDevice {
  #content: Uint8Array | undefined;
  #written: Uint8Array[] = [];

  constructor(pg: PGlite) {
    const fs = pg.Module.FS as unknown as DeviceFs;
    const refused = () => new fs.ErrnoError(EINVAL);
    fs.registerDevice(fs.makedev(...DEVICE), {
      open: () => {},
      close: () => {},
      read: (_stream: Stream, buffer: Uint8Array, offset: number, length: number, position: number) => {
        if (this.#content === undefined) throw refused();
        const piece = this.#content.subarray(position, position + length);
        buffer.set(piece, offset);
        return piece.length;
      },
      write: (_stream: Stream, buffer: Uint8Array, offset: number, length: number) => {
        this.#written.push(buffer.slice(offset, offset + length));
        return length;
      },
      llseek: (stream: Stream, offset: number, whence: number) => {
        const from = whence === 1 ? stream.position : whence === 2 ? (this.#content?.length ?? 0) : 0;
        if (from + offset < 0) throw refused();
        return from + offset;
      },
    });
  }

  /** What is read there from now on; nothing where it is null. */
  hold(content: Uint8Array | null): void {
    this.#content = content ?? undefined;
  }

  /** What was written since it was asked last, as a message; undefined where nothing was. */
  take(): Uint8Array | undefined {
    if (this.#written.length === 0) return undefined;
    const pieces = this.#written;
    this.#written = [];
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const message = new Uint8Array(HEADER_BYTES + bytes);
    message[0] = MESSAGE_TYPE;
    new DataView(message.buffer).setInt32(1, message.length - 1);
    let at = HEADER_BYTES;
    for (const piece of pieces) {
      message.set(piece, at);
      at += piece.length;
    }
    return message;
  }
}
