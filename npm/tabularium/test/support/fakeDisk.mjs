const SECTOR_BYTES = 512;

/** What a program throws that is ended in the midst of something. */
export class Death extends Error {}

/** Files that lose, when the power goes, any part of what was written to them since they were flushed. */
export class FakeDisk {
  /** How many more operations are done before the program dies, or finds the disk full or failing. */
  operationsUntilDeath = Infinity;
  operationsUntilFailure = Infinity;
  sizeLimit = Infinity;
  /** Names the error with which an operation on a file fails, such as `flush`; undefined for none. */
  failureOf = () => undefined;
  #files = new Map();

  open(name) {
    if (!this.#files.has(name)) this.#files.set(name, { bytes: new Uint8Array(0), unflushed: [] });
    return new FakeHandle(this, name, this.#files.get(name));
  }

  bytesOf(name) {
    return this.#files.get(name).bytes;
  }

  begin(name, operation, at) {
    const failure = this.failureOf(name, operation, at);
    if (failure !== undefined) throw new DOMException('the test has it so', failure);
    if (operation === 'read') return;
    if (--this.operationsUntilDeath < 0) throw new Death();
    if (--this.operationsUntilFailure < 0) {
      this.operationsUntilFailure = Infinity;
      throw new DOMException('the disk does not answer', 'InvalidStateError');
    }
  }

  /** Starts anew after the program's death. */
  revive() {
    this.operationsUntilDeath = Infinity;
    this.operationsUntilFailure = Infinity;
    this.sizeLimit = Infinity;
  }

  /** The machine's death: of every write since the last flush each sector is there or not. */
  loseUnflushed(random) {
    for (const file of this.#files.values()) {
      let { bytes } = file.flushed ?? { bytes: new Uint8Array(0) };
      for (const change of file.unflushed) {
        if (typeof change === 'number') {
          if (random.below(2) === 0) bytes = resized(bytes, change);
          continue;
        }
        const isWhole = random.below(3) === 0;
        for (let at = 0; at < change.bytes.length; at += SECTOR_BYTES) {
          if (!isWhole && random.below(2) === 0) continue;
          const part = change.bytes.subarray(at, at + SECTOR_BYTES);
          bytes = resized(bytes, Math.max(bytes.length, change.at + at + part.length));
          bytes.set(part, change.at + at);
        }
      }
      file.bytes = bytes;
      file.flushed = { bytes: bytes.slice() };
      file.unflushed = [];
    }
  }
}

class FakeHandle {
  #disk;
  #name;
  #file;

  constructor(disk, name, file) {
    this.#disk = disk;
    this.#name = name;
    this.#file = file;
  }

  getSize() {
    return this.#file.bytes.length;
  }

  read(target, { at }) {
    this.#disk.begin(this.#name, 'read', at);
    const part = this.#file.bytes.subarray(at, at + target.byteLength);
    new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(part);
    return part.length;
  }

  write(source, { at }) {
    this.#disk.begin(this.#name, 'write', at);
    const end = at + source.byteLength;
    if (end > this.#file.bytes.length && end > this.#disk.sizeLimit) throw new DOMException('full', 'QuotaExceededError');
    const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
    this.#file.bytes = resized(this.#file.bytes, Math.max(this.#file.bytes.length, end));
    this.#file.bytes.set(bytes, at);
    this.#file.unflushed.push({ at, bytes });
    return bytes.length;
  }

  truncate(sizeBytes) {
    this.#disk.begin(this.#name, 'truncate');
    this.#file.bytes = resized(this.#file.bytes, sizeBytes);
    this.#file.unflushed.push(sizeBytes);
  }

  flush() {
    this.#disk.begin(this.#name, 'flush');
    this.#file.flushed = { bytes: this.#file.bytes.slice() };
    this.#file.unflushed = [];
  }

  close() {}
}

function resized(bytes, length) {
  if (bytes.length === length) return bytes.slice();
  const next = new Uint8Array(length);
  next.set(bytes.subarray(0, length));
  return next;
}
