// A folder of the origin private file system, in memory.

const LONG_AGO_MS = 1000;

/** A folder with as much of a folder's methods as a store's opening and its copy take. */
export class FakeFolder {
  kind = 'directory';
  children = new Map();
  /** How much of a file there is room for. */
  roomBytes = Infinity;
  /** Called before each file is read. */
  onRead = () => {};

  put(name, text, lastModified = LONG_AGO_MS) {
    const file = this.children.get(name) ?? new FakeFile(this, name);
    this.children.set(name, Object.assign(file, { bytes: new TextEncoder().encode(text), lastModified }));
  }

  async getFileHandle(name, { create = false } = {}) {
    if (!this.children.has(name)) {
      if (!create) throw new DOMException('missing', 'NotFoundError');
      this.put(name, '', Date.now());
    }
    return this.children.get(name);
  }

  async getDirectoryHandle(name, { create = false } = {}) {
    if (!this.children.has(name)) {
      if (!create) throw new DOMException('missing', 'NotFoundError');
      this.children.set(name, new FakeFolder());
    }
    return this.children.get(name);
  }

  async removeEntry(name) {
    if (!this.children.delete(name)) throw new DOMException('missing', 'NotFoundError');
  }

  async *entries() {
    yield* [...this.children];
  }

  async *keys() {
    yield* [...this.children.keys()];
  }

  content() {
    return Object.fromEntries(
      [...this.children].map(([name, { bytes }]) => [name, bytes && new TextDecoder().decode(bytes)]),
    );
  }
}

class FakeFile {
  kind = 'file';
  bytes = new Uint8Array(0);

  constructor(folder, name) {
    this.folder = folder;
    this.name = name;
  }

  async getFile() {
    const { bytes, lastModified } = this;
    const arrayBuffer = async () => {
      this.folder.onRead(this.name);
      if (this.lastModified !== lastModified) throw new DOMException('changed', 'NotReadableError');
      return bytes.slice().buffer;
    };
    return { size: bytes.length, lastModified, slice: () => ({ arrayBuffer }) };
  }

  async createSyncAccessHandle() {
    return {
      truncate: () => (this.bytes = new Uint8Array(0)),
      write: (bytes) => {
        this.bytes = bytes.slice(0, this.folder.roomBytes);
        return this.bytes.length;
      },
      flush: () => (this.isFlushed = true),
      close: () => {},
    };
  }
}
