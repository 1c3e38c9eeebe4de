import { unreadable } from './engineError.js';
import { decodeFrame, encodeFrame, type Frame, STEP_BYTES } from './frames.js';
import { type PageFile, readAll, writeAll } from './pageFile.js';

/** The layout of a frame's content. A store with a higher number was written by a later version of this library. */
export const FORMAT = 2;

/**
 * A file grows by so much more than its frame needs. A flush of bytes that were there before is one write, of a file that
 * has grown a commit of the file system's journal as well. They must be written: a file that is only longer has no blocks.
 */
const AHEAD_BYTES = 512 * 1024;

/** Frames of up to so many bytes are made in memory that is used again. To touch new memory takes longer than all else. */
const ROOM_BYTES = 64 * 1024;

/** A frame that others follow on. */
export interface Predecessor {
  readonly seq: number;
  readonly sum: number;
}

/** A frame and where in the file it is. */
export interface Replayed {
  readonly frame: Frame;
  readonly bodyAt: number;
}

/**
 * A file of frames, each of which follows on the one before and names its checksum.
 *
 * When what is in the frames has been written elsewhere the log begins anew at the front of the file, over what is
 * there: a file that does not grow is flushed in less time. What is left of the frames of an earlier round, or of a
 * flush that was cut off, follows on nothing.
 */
export class FrameLog {
  readonly #file: PageFile;
  readonly #salt: number;
  #last: Predecessor;
  #flushedSeq: number;
  #at = 0;
  #fileBytes: number;
  readonly #room = new Uint8Array(ROOM_BYTES);

  constructor(file: PageFile, predecessor: Predecessor, salt: number) {
    this.#file = file;
    this.#salt = salt;
    this.#last = predecessor;
    this.#flushedSeq = predecessor.seq;
    this.#fileBytes = file.getSize();
  }

  /** The last frame. */
  get last(): Predecessor {
    return this.#last;
  }

  /** How much of the file is in use. */
  get sizeBytes(): number {
    return this.#at;
  }

  /** Whether some of it is not on the disk yet, as far as is known. */
  get isBehindDisk(): boolean {
    return this.#flushedSeq < this.#last.seq;
  }

  /**
   * Reads the frames that follow on the predecessor. Ends at one that was cut off, which nobody was told to be on the
   * disk, and throws when a later frame says that it was.
   */
  replay(): Replayed[] {
    const bytes = readAll(this.#file);
    const replayed: Replayed[] = [];
    let at = 0;
    // A log that has not begun anew yet begins with frames up to the predecessor.
    let before: Frame | undefined;
    const frameAt = (offset: number) => decodeFrame(bytes, offset, this.#salt);
    for (let frame = frameAt(at); frame !== undefined; frame = frameAt(at)) {
      if (before !== undefined && !follows(frame, before)) break;
      before = frame;
      if (follows(frame, this.#last)) {
        if (frame.format > FORMAT) throw unknownFormat(frame.format);
        replayed.push({ frame, bodyAt: at + frame.bodyOffset });
        this.#last = frame;
      }
      at += frame.sizeBytes;
      if (frame.seq === this.#last.seq) this.#at = at;
    }
    for (at = this.#at; at < bytes.length; ) {
      const later = frameAt(at);
      if (later !== undefined && later.flushedSeq > this.#last.seq) throw unreadable('its log of pages is damaged');
      // No newer frame begins within one that is whole.
      at += later?.sizeBytes ?? STEP_BYTES;
    }
    return replayed;
  }

  /** Adds a frame, and gives where its body is. A frame that could not be written, or flushed, is not there. */
  append(meta: unknown, body: readonly Uint8Array[], isFlushed: boolean): number {
    const seq = this.#last.seq + 1;
    const head = { format: FORMAT, seq, previousSum: this.#last.sum, flushedSeq: this.#flushedSeq };
    const { bytes, sum, bodyOffset } = encodeFrame(head, meta, body, this.#salt, this.#room);
    writeAll(this.#file, bytes, this.#at);
    if (this.#at + bytes.length > this.#fileBytes) this.#growAhead(this.#at + bytes.length);
    if (isFlushed) this.#file.flush();
    const bodyAt = this.#at + bodyOffset;
    this.#at += bytes.length;
    this.#last = { seq, sum };
    if (isFlushed) this.#flushedSeq = seq;
    return bodyAt;
  }

  flush(): void {
    this.#file.flush();
    this.#flushedSeq = this.#last.seq;
  }

  /** Begins anew, because what the frames say has been written elsewhere. A file longer than `keptBytes` is cut. */
  restart(keptBytes: number): void {
    this.#at = 0;
    this.#fileBytes = this.#file.getSize();
    if (this.#fileBytes <= keptBytes) return;
    this.#file.truncate(keptBytes);
    this.#fileBytes = keptBytes;
  }

  #growAhead(endBytes: number): void {
    this.#fileBytes = endBytes;
    try {
      writeAll(this.#file, new Uint8Array(AHEAD_BYTES), endBytes);
      this.#fileBytes += AHEAD_BYTES;
    } catch {
      // There is no room for more than frames; the next one that has none either is told.
    }
  }
}

export function unknownFormat(format: number): Error {
  return unreadable(`its format ${format} is not known to this version, which is older than the store`);
}

function follows({ seq, previousSum }: Frame, predecessor: Predecessor): boolean {
  return seq === predecessor.seq + 1 && previousSum === predecessor.sum;
}
