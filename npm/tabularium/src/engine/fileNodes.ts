// Files and folders as they are in memory.

/** The mode of what is made without one. */
export const DEFAULT_MODE = { file: 0o100600, folder: 0o040700 } as const;

/** What is kept of a file or folder beside its content. */
export interface NodeRecord {
  readonly id: number;
  readonly parentId: number;
  readonly name: string;
  readonly mode: number;
  readonly mtimeMs: number;
  /** Absent for a folder. */
  readonly sizeBytes?: number;
}

/** A folder, by the names of what is in it. */
export interface Folder {
  readonly id: number;
  parent: Folder | undefined;
  name: string;
  mode: number;
  mtimeMs: number;
  readonly children: Map<string, FileNode>;
}

/** A file, which goes on for whoever has it open when it has been removed from its folder. */
export interface File {
  readonly id: number;
  parent: Folder | undefined;
  name: string;
  mode: number;
  mtimeMs: number;
  readonly children?: never;
  sizeBytes: number;
  /** A page that is absent here and has no place is all zeros. What lies behind the end of the file is zero as well. */
  readonly pages: (Uint8Array<ArrayBuffer> | undefined)[];
  /** Where the store has the pages, if it reads them when they are asked for. */
  readonly places: (number | undefined)[];
  readonly dirtyPages: Set<number>;
}

export type FileNode = File | Folder;

/** A folder without anything in it. */
export function folder(id: number, parent: Folder | undefined, name: string, mode: number, mtimeMs: number): Folder {
  return { id, parent, name, mode, mtimeMs, children: new Map() };
}

/** A file of zeros. */
export function file(
  id: number,
  parent: Folder | undefined,
  name: string,
  mode: number,
  mtimeMs: number,
  sizeBytes: number,
): File {
  return { id, parent, name, mode, mtimeMs, sizeBytes, pages: [], places: [], dirtyPages: new Set() };
}

/** What is kept of it. */
export function recordOf(node: FileNode): NodeRecord {
  const { id, parent, name, mode, mtimeMs } = node;
  const record = { id, parentId: parent!.id, name, mode, mtimeMs };
  return node.children === undefined ? { ...record, sizeBytes: node.sizeBytes } : record;
}

/** Whether there is the same in two folders, of files whatever `isSameFile` says. */
export function sameFolder(one: Folder, other: Folder, isSameFile: (one: File, other: File) => boolean): boolean {
  if (one.children.size !== other.children.size) return false;
  for (const [name, node] of one.children) {
    const match = other.children.get(name);
    if (match === undefined || match.mode !== node.mode) return false;
    if (node.children !== undefined) {
      if (match.children === undefined || !sameFolder(node, match, isSameFile)) return false;
    } else if (match.children !== undefined || !isSameFile(node, match)) {
      return false;
    }
  }
  return true;
}
