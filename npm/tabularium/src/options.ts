import { invalidArgument } from './errors.js';
import type { Durability } from './page.js';
import { unknownOptionIn } from './unknownOption.js';

/** How {@link Tabularium.open} is to open a database. */
export interface TabulariumOptions {
  /**
   * Where the data is kept; it also decides which tabs share one database.
   *
   * - `idb://name`: in IndexedDB, in every browser. A database that PGlite itself wrote under this name is opened as
   *   it is, which `db.mode.storage` calls `idb-files`; see {@link convert}
   * - `opfs-ahp://path`: in the origin private file system; faster, and not held in memory; needs its sync access
   *   handles. `db.mode.storage` is `opfs`, and `opfs-ahp` for a database that PGlite itself wrote there
   * - `memory://` or `memory://name`: nowhere; the data lives as long as the leading tab
   * - `sqlite:path`: a database of SQLite, in the origin private file system, or in IndexedDB where that cannot be used;
   *   `db.mode.storage` says which. `sqlite::memory:` or `sqlite::memory:name` is one in memory
   */
  readonly dataDir: string;
  /** Keeps groups of tabs apart that mean different things by the same path; opening a path twice is still refused. */
  readonly id?: string;
  /** Anything that can be cloned. `meta.version`, a text, is the application's version, which `VERSION_BLOCKED` names. */
  readonly meta?: unknown;
  /**
   * What a write waits for, unless the call says otherwise.
   *
   * - `disk` (the default): the write outlives the browser and the machine, as far as the browser keeps its word
   * - `memory`: the write outlives the leading tab, though perhaps not a crash of the machine; it reaches the disk soon
   *   after, and {@link Tabularium.whenDurable} waits for that
   *
   * A store in memory takes both, and is lost with its leader all the same.
   */
  readonly durability?: Durability;
  /** How long a call may take, in milliseconds, unless the call says otherwise; 30000 by default. */
  readonly deadlineMs?: number;
  /**
   * How long the leading tab may give no sign of life, in milliseconds, before a tab that waits takes its place; 5000
   * by default, at least 500. A leader that is merely busy with a long statement gives signs of life, one that the
   * browser has frozen gives none. Say the same in all tabs.
   */
  readonly leaderTimeoutMs?: number;
  /**
   * How long one statement may run, in milliseconds, when others wait; 300000 by default, 0 for as long as it likes.
   * A statement cannot be stopped alone: its engine is stopped, the call ends with `STATEMENT_TIMEOUT`, and all others
   * go on under the next leader. Say the same in all tabs.
   */
  readonly maxStatementMs?: number;
  /**
   * Has a database that PGlite itself wrote to `idb://` copied into a store of this library's own, which is faster,
   * when the leading tab opens it; false by default. The copy is compared with the original, which stays where it is
   * and is not used again: what PGlite writes to it later is not seen. Other stores open as they are. Say it in all
   * tabs.
   */
  readonly convert?: boolean;
  /**
   * The worker to use instead of the built-in one, for bundlers that must see the application's own `new Worker`. A
   * function is better: it makes another one when a worker dies, or when the page comes back from the browser's cache.
   * The database stops its workers when it is closed.
   */
  readonly worker?: Worker | (() => Worker);
  /** Writes what the election and the sessions do to the console. */
  readonly debug?: boolean;
  /** The protocol versions to speak, lowest and highest: a way to test the day on which old and new builds meet. */
  readonly protocol?: readonly [min: number, max: number];
}

/** {@link TabulariumOptions} after checking, every gap filled. */
export interface CheckedOptions {
  readonly path: string;
  readonly id: string | null;
  readonly meta: unknown;
  readonly appVersion: string | null;
  readonly durability: Durability;
  readonly deadlineMs: number;
  readonly leaderTimeoutMs: number;
  readonly maxStatementMs: number;
  readonly convert: boolean;
  readonly worker: Worker | (() => Worker) | undefined;
  readonly debug: boolean;
  readonly protocol: readonly [min: number, max: number];
}

const DEFAULT_DEADLINE_MS = 30_000;
const DEFAULT_LEADER_TIMEOUT_MS = 5_000;
/** Below this, a page that is merely slow would be taken for one that is frozen. */
const MIN_LEADER_TIMEOUT_MS = 500;
const DEFAULT_MAX_STATEMENT_MS = 300_000;
/** The longest delay a browser's timer can hold. */
export const MAX_DELAY_MS = 2 ** 31 - 1;
const KNOWN = new Set([
  'dataDir',
  'id',
  'meta',
  'durability',
  'deadlineMs',
  'leaderTimeoutMs',
  'maxStatementMs',
  'convert',
  'worker',
  'debug',
  'protocol',
]);
const FORMS = "'idb://name', 'opfs-ahp://path', 'memory://', 'memory://name' or 'sqlite:path'";

/** Checks what an application passed to `open` and fills the gaps. Throws `INVALID_ARGUMENT`. */
export function checkOptions(given: string | TabulariumOptions): CheckedOptions {
  const options = typeof given === 'string' ? { dataDir: given } : given;
  if (typeof options !== 'object' || options === null) {
    throw invalidArgument(`open() takes a storage path (${FORMS}) or an options object with dataDir.`);
  }
  refuseUnknown(options, KNOWN, 'open()');
  return { path: checkPath(options.dataDir), ...checkAllButPath(options) };
}

/** Options without the path. */
export type MostOptions = { readonly [Name in Exclude<keyof TabulariumOptions, 'dataDir'>]?: TabulariumOptions[Name] | undefined };

/** Checks all options but the path. */
export function checkAllButPath(options: MostOptions): Omit<CheckedOptions, 'path'> {
  const { id, meta, durability = 'disk', deadlineMs = DEFAULT_DEADLINE_MS, worker } = options;
  const { leaderTimeoutMs = DEFAULT_LEADER_TIMEOUT_MS, maxStatementMs = DEFAULT_MAX_STATEMENT_MS } = options;
  const { convert = false, debug = false } = options;
  if (id !== undefined && (typeof id !== 'string' || id === '')) {
    throw invalidArgument('id must be a string of at least one character.');
  }
  if (worker !== undefined && typeof worker !== 'object' && typeof worker !== 'function') {
    throw invalidArgument('worker must be a Worker or a function that returns one.');
  }
  checkFlag('convert', convert);
  checkFlag('debug', debug);
  checkMeta(meta);
  return {
    id: id ?? null,
    meta: meta ?? null,
    appVersion: versionIn(meta),
    durability: checkDurability(durability),
    deadlineMs: checkDeadline(deadlineMs),
    leaderTimeoutMs: checkDelay('leaderTimeoutMs', leaderTimeoutMs, MIN_LEADER_TIMEOUT_MS),
    maxStatementMs: checkDelay('maxStatementMs', maxStatementMs, 0),
    convert,
    worker,
    debug,
    protocol: checkProtocol(options.protocol),
  };
}

/** Checks a deadline in milliseconds. There is none that never comes: every call ends. */
export function checkDeadline(deadlineMs: unknown): number {
  if (typeof deadlineMs !== 'number' || !(deadlineMs > 0) || deadlineMs > MAX_DELAY_MS) {
    throw invalidArgument(`deadlineMs must be a number above 0 and at most ${MAX_DELAY_MS}.`);
  }
  return deadlineMs;
}

/** Checks a durability level. */
export function checkDurability(durability: unknown): Durability {
  if (durability !== 'disk' && durability !== 'memory') {
    throw invalidArgument(`durability must be 'disk' or 'memory', not ${show(durability)}.`);
  }
  return durability;
}

/** Checks an option that is true or false. */
export function checkFlag(name: string, value: unknown): void {
  if (typeof value !== 'boolean') throw invalidArgument(`${name} must be true or false.`);
}

/** Refuses options that nobody reads. */
export function refuseUnknown(options: object, known: ReadonlySet<string>, where: string): void {
  const message = unknownOptionIn(options, known, where);
  if (message !== undefined) throw invalidArgument(message);
}

function checkDelay(name: string, delayMs: unknown, minMs: number): number {
  if (typeof delayMs !== 'number' || !(delayMs >= minMs) || delayMs > MAX_DELAY_MS) {
    throw invalidArgument(`${name} must be a number of at least ${minMs} and at most ${MAX_DELAY_MS}.`);
  }
  return delayMs;
}

/** The one spelling of a storage path: two tabs share a database when their paths are equal as text. */
function checkPath(dataDir: unknown): string {
  if (typeof dataDir !== 'string') throw invalidArgument(`dataDir must be a string: ${FORMS}.`);
  const match = /^(idb:\/\/|opfs-ahp:\/\/|memory:\/\/|sqlite:)(.*)$/s.exec(dataDir);
  if (match === null) throw invalidArgument(`dataDir ${show(dataDir)} must have the form ${FORMS}.`);
  const name = match[2]!;
  if (name === '' && match[1] === 'memory://') return dataDir;
  if (name === '') throw invalidArgument(`dataDir ${show(dataDir)} names no store; write ${dataDir}name.`);
  for (const part of name.split('/')) {
    if (part === '') {
      throw invalidArgument(`dataDir ${show(dataDir)} must not begin or end its name with '/' or contain '//'.`);
    }
    if (part === '.' || part === '..') {
      throw invalidArgument(`dataDir ${show(dataDir)} must not contain '.' or '..' as a folder name.`);
    }
  }
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\?#]/.test(name)) {
    throw invalidArgument(`dataDir ${show(dataDir)} must not contain control characters, '\\', '?' or '#'.`);
  }
  return dataDir;
}

function checkProtocol(protocol: unknown): readonly [number, number] {
  if (protocol === undefined) return [0, 0];
  const [min, max] = Array.isArray(protocol) && protocol.length === 2 ? (protocol as unknown[]) : [];
  if (!Number.isInteger(min) || !Number.isInteger(max) || (min as number) < 1 || (max as number) < (min as number)) {
    throw invalidArgument('protocol must be [lowest, highest], two whole numbers from 1.');
  }
  return [min as number, max as number];
}

function checkMeta(meta: unknown): void {
  try {
    structuredClone(meta);
  } catch (cause) {
    throw invalidArgument('meta must be something that can be cloned, without functions.', cause);
  }
}

function versionIn(meta: unknown): string | null {
  const version = typeof meta === 'object' && meta !== null ? (meta as { version?: unknown }).version : undefined;
  return typeof version === 'string' ? version : null;
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}
