import { BaseFilesystem, ERRNO_CODES } from '@electric-sql/pglite/basefs';
import type { File, FileNode, Folder } from './fileNodes.js';
import type { PageFiles } from './pageFiles.js';

type FsStats = ReturnType<BaseFilesystem['lstat']>;

/** What PGlite turns into an error number of its own; any other error would stop the engine. */
class FsError extends Error {
  readonly code: number;

  constructor(name: keyof typeof ERRNO_CODES) {
    super(name);
    this.code = ERRNO_CODES[name];
  }
}

/**
 * PGlite's door to the files of a page store: paths, which begin at the data directory, and file descriptors.
 *
 * A write is over when it is in memory. PGlite may go on while the store is being flushed, because a flush copies what
 * it writes; and it need not be told to flush: only the owner of the store does that.
 */
export class PageFilesystem extends BaseFilesystem {
  readonly #files: PageFiles;
  readonly #open = new Map<number, File>();
  #lastFd = 0;

  constructor(files: PageFiles) {
    super();
    this.#files = files;
  }

  override async closeFs(): Promise<void> {
    this.pg!.Module.FS.quit();
  }

  chmod(path: string, mode: number): void {
    this.#files.setAttributes(this.#nodeAt(path), { mode });
  }

  utimes(path: string, _atimeMs: number, mtimeMs: number): void {
    this.#files.setAttributes(this.#nodeAt(path), { mtimeMs });
  }

  lstat(path: string): FsStats {
    return statsOf(this.#nodeAt(path));
  }

  fstat(fd: number): FsStats {
    return statsOf(this.#fileOf(fd));
  }

  mkdir(path: string, options?: { recursive?: boolean; mode?: number }): void {
    this.#add(path, 'folder', options?.mode);
  }

  readdir(path: string): string[] {
    return [...this.#folderAt(path).children.keys()];
  }

  rmdir(path: string): void {
    const folder = this.#folderAt(path);
    if (folder.children.size > 0) throw new FsError('ENOTEMPTY');
    this.#files.remove(folder);
  }

  rename(oldPath: string, newPath: string): void {
    const node = this.#nodeAt(oldPath);
    const { parent, name } = this.#placeOf(newPath);
    const replaced = parent.children.get(name);
    if (replaced?.children !== undefined && replaced.children.size > 0) throw new FsError('ENOTEMPTY');
    if (replaced !== node) this.#detachIfOpen(replaced);
    this.#files.move(node, parent, name);
  }

  unlink(path: string): void {
    const file = this.#fileAt(path);
    this.#detachIfOpen(file);
    this.#files.remove(file);
  }

  truncate(path: string, sizeBytes = 0): void {
    this.#files.resize(this.#fileAt(path), sizeBytes);
  }

  writeFile(path: string, data: string | Uint8Array, options?: { mode?: number }): void {
    const { parent, name } = this.#placeOf(path);
    const found = parent.children.get(name);
    if (found?.children !== undefined) throw new FsError('EISDIR');
    const file = found ?? (this.#files.add(parent, name, 'file', options?.mode) as File);
    this.#files.write(file, typeof data === 'string' ? new TextEncoder().encode(data) : data, 0);
  }

  open(path: string): number {
    this.#open.set(++this.#lastFd, this.#fileAt(path));
    return this.#lastFd;
  }

  close(fd: number): void {
    this.#open.delete(fd);
  }

  read(fd: number, buffer: Uint8Array, offset: number, length: number, position: number): number {
    const target = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
    return this.#files.read(this.#fileOf(fd), target, position);
  }

  /** PGlite gives the whole of its memory as `buffer`, whatever the type says. */
  write(fd: number, buffer: Uint8Array | ArrayBuffer, offset: number, length: number, position: number): number {
    const bytes = ArrayBuffer.isView(buffer)
      ? buffer.subarray(offset, offset + length)
      : new Uint8Array(buffer, offset, length);
    this.#files.write(this.#fileOf(fd), bytes, position);
    return length;
  }

  #add(path: string, kind: 'file' | 'folder', mode: number | undefined): FileNode {
    const { parent, name } = this.#placeOf(path);
    if (parent.children.has(name)) throw new FsError('EEXIST');
    return this.#files.add(parent, name, kind, mode);
  }

  #detachIfOpen(node: FileNode | undefined): void {
    for (const file of this.#open.values()) {
      if (file === node) return this.#files.detach(file);
    }
  }

  #nodeAt(path: string): FileNode {
    let node: FileNode = this.#files.root;
    for (const name of partsOf(path)) {
      if (node.children === undefined) throw new FsError('ENOTDIR');
      const child: FileNode | undefined = node.children.get(name);
      if (child === undefined) throw new FsError('ENOENT');
      node = child;
    }
    return node;
  }

  #fileAt(path: string): File {
    const node = this.#nodeAt(path);
    if (node.children !== undefined) throw new FsError('EISDIR');
    return node;
  }

  #folderAt(path: string): Folder {
    const node = this.#nodeAt(path);
    if (node.children === undefined) throw new FsError('ENOTDIR');
    return node;
  }

  #placeOf(path: string): { parent: Folder; name: string } {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) throw new FsError('EINVAL');
    return { parent: this.#folderAt(parts.join('/')), name };
  }

  #fileOf(fd: number): File {
    const file = this.#open.get(fd);
    if (file === undefined) throw new FsError('EBADF');
    return file;
  }
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function statsOf({ mode, mtimeMs, sizeBytes = 0 }: { mode: number; mtimeMs: number; sizeBytes?: number }): FsStats {
  const blksize = 4096;
  return {
    dev: 0,
    ino: 0,
    mode,
    nlink: 1,
    uid: 0,
    gid: 0,
    rdev: 0,
    size: sizeBytes,
    blksize,
    blocks: Math.ceil(sizeBytes / blksize),
    atime: mtimeMs,
    mtime: mtimeMs,
    ctime: mtimeMs,
  };
}
