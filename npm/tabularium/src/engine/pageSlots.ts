import { type PageFile, readPart, writeAll } from './pageFile.js';
import { PAGE_BYTES } from './pageFiles.js';

/** Slots that follow on each other are written together, up to so many. */
const TOGETHER_COUNT = 128;

/** A file of places for one page each. */
export class PageSlots {
  readonly #file: PageFile;

  constructor(file: PageFile) {
    this.#file = file;
  }

  read(slot: number): Uint8Array<ArrayBuffer> {
    return readPart(this.#file, slot * PAGE_BYTES, PAGE_BYTES);
  }

  /** Writes pages to the disk, in slots that are not among those in use; gives the slot of each, in their order. */
  write(pages: readonly Uint8Array[], used: ReadonlySet<number>): number[] {
    const slots: number[] = [];
    for (let slot = 0; slots.length < pages.length; slot++) if (!used.has(slot)) slots.push(slot);
    for (let i = 0; i < slots.length; ) {
      let count = 1;
      while (count < TOGETHER_COUNT && slots[i + count] === slots[i]! + count) count++;
      const bytes = new Uint8Array(count * PAGE_BYTES);
      for (let k = 0; k < count; k++) bytes.set(pages[i + k]!, k * PAGE_BYTES);
      writeAll(this.#file, bytes, slots[i]! * PAGE_BYTES);
      i += count;
    }
    this.#file.flush();
    return slots;
  }

  /** Gives back the room behind the last slot in use, if that is more than half of all. */
  shrink(used: ReadonlySet<number>): void {
    let end = 0;
    for (const slot of used) end = Math.max(end, slot + 1);
    if (this.#file.getSize() > 2 * end * PAGE_BYTES) this.#file.truncate(end * PAGE_BYTES);
  }
}
