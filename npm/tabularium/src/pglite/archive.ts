import { idbHoldsDatabase } from '../engine/idbStore.js';
import { folderAt } from '../engine/opfsFolders.js';
import type { InitOptions } from './initOptions.js';

/**
 * The options without `loadDataDir` where there is a database already: PGlite refuses to load an archive then, and every
 * tab gives the same options, also the one that takes over from the tab whose `init` has loaded it.
 */
export async function withoutLoadedArchive(options: InitOptions): Promise<InitOptions> {
  const { loadDataDir, ...rest } = options;
  if (loadDataDir === undefined || !(await holdsDatabase(options.dataDir ?? ''))) return options;
  console.info(`tabularium: ${options.dataDir} holds a database already, so init is told of no loadDataDir.`);
  return rest;
}

async function holdsDatabase(dataDir: string): Promise<boolean> {
  const [, kind, name] = /^(idb|opfs-ahp):\/\/(.+)$/s.exec(dataDir) ?? [];
  if (kind === 'idb') return idbHoldsDatabase(name!);
  const folder = kind === undefined ? undefined : await folderAt(name!);
  return folder !== undefined && !(await folder.keys().next()).done;
}
