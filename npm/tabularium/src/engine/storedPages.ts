import type { NodeRecord } from './fileNodes.js';
import { fileIdOf, type PageFiles, pageKey, pageNumberOf } from './pageFiles.js';

/** What a store has, put together from what was written one after the other. */
export class StoredPages {
  readonly #nodes = new Map<number, NodeRecord>();
  /** The places of a file's pages, by its number. */
  readonly #places = new Map<number, (number | undefined)[]>();

  addNodes(nodes: readonly NodeRecord[]): void {
    for (const node of nodes) this.#nodes.set(node.id, node);
  }

  removeNodes(ids: readonly number[]): void {
    for (const id of ids) {
      this.#nodes.delete(id);
      this.#places.delete(id);
    }
  }

  /** Says where a page is, or that it is one of zeros. */
  place(key: number, place: number | undefined): void {
    const id = fileIdOf(key);
    const places = this.#places.get(id) ?? [];
    if (places.length === 0) this.#places.set(id, places);
    places[pageNumberOf(key)] = place;
  }

  loadInto(files: PageFiles): void {
    files.load([...this.#nodes.values()]);
    for (const [id, places] of this.#places) {
      for (const [number, place] of places.entries()) {
        if (place !== undefined) files.locate(pageKey(id, number), place);
      }
    }
  }
}
