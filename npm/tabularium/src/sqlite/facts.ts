import type { Sqlite3Static } from './sqlite3.js';

/** What SQLite says a statement does, found out while it is prepared. Names of tables are in lower case. */
export interface Facts {
  /** `BEGIN`, `COMMIT` or `ROLLBACK`, where the statement is that; null for any other. */
  transaction: string | null;
  /** Whether it begins, releases or rolls back a savepoint. */
  isSavepoint: boolean;
  /** Whether it creates, alters or drops anything. */
  isSchemaChange: boolean;
  /** `INSERT`, `UPDATE`, `DELETE` or `SELECT`, whichever comes first; null for something else. */
  action: string | null;
  /** The table into which an `INSERT` puts rows; null for any other statement. */
  target: string | null;
  /** Whether an `INSERT` may change rows of that table instead, by `ON CONFLICT DO UPDATE`. */
  isUpsert: boolean;
  /** What it must not do here, by name, such as `ATTACH` or `PRAGMA journal_mode`; null where there is nothing. */
  refused: string | null;
  /** The setting of the connection that it would change, were it run; null where there is none. */
  setting: string | null;
  /** What that is to be. */
  settingValue: string;
  /** Whether it is a `PRAGMA` that only asks. */
  isQuestion: boolean;
  /** The tables that it may write, triggers and foreign keys included. */
  readonly writes: Set<string>;
  /** The tables that it reads, those of views included. */
  readonly reads: Set<string>;
}

/** Decides on a `PRAGMA`; the argument is null where there is none. See `PragmaPolicy` in Java. */
export type PragmaPolicy = (name: string, argument: string | null) => number;

/** What a {@link PragmaPolicy} can say. */
export const PRAGMA_ALLOWED = 0;
export const PRAGMA_SETTING = 1;
export const PRAGMA_ASKS = 3;

/** What EXPLAIN of a statement does: it reads, and what it tells of is not done. But some PRAGMAs are run nevertheless. */
export function factsOfExplain(facts: Facts): Facts {
  const refused = facts.refused ?? (facts.setting === null ? null : `EXPLAIN PRAGMA ${facts.setting}`);
  return { ...newFacts(), refused, reads: facts.reads };
}

function newFacts(): Facts {
  return {
    transaction: null,
    isSavepoint: false,
    isSchemaChange: false,
    action: null,
    target: null,
    isUpsert: false,
    refused: null,
    setting: null,
    settingValue: '',
    isQuestion: false,
    writes: new Set(),
    reads: new Set(),
  };
}

/**
 * Has a connection tell what each statement does, and refuse what would break what this library promises. SQLite runs
 * some PRAGMAs while it prepares them, so they must be refused here, before there is a statement.
 */
export class Authorizer {
  readonly #capi: Sqlite3Static['capi'];
  readonly #policy: PragmaPolicy;
  #facts: Facts | undefined;

  constructor({ capi }: Sqlite3Static, connection: number, policy: PragmaPolicy) {
    this.#capi = capi;
    this.#policy = policy;
    type Callback = Parameters<typeof capi.sqlite3_set_authorizer>[1];
    // Where there is no name, SQLite's own wrapper gives the null pointer.
    const decide = (_: unknown, code: number, first: string | 0, second: string | 0, database: string | 0) =>
      this.#decide(code, first === 0 ? null : first, second === 0 ? null : second, database === 'temp');
    capi.sqlite3_set_authorizer(connection as never, decide as Callback, 0 as never);
  }

  /** What the statement does that is prepared meanwhile. */
  factsOf(prepare: () => void): Facts {
    const facts = newFacts();
    this.#facts = facts;
    try {
      prepare();
    } finally {
      this.#facts = undefined;
    }
    return facts;
  }

  #decide(code: number, first: string | null, second: string | null, isTemporary: boolean): number {
    const facts = this.#facts;
    const capi = this.#capi;
    if (facts === undefined) return this.#decideWhileRunning(code, first);
    switch (code) {
      case capi.SQLITE_SELECT:
        facts.action ??= 'SELECT';
        return capi.SQLITE_OK;
      case capi.SQLITE_READ:
        facts.reads.add(first!.toLowerCase());
        return capi.SQLITE_OK;
      case capi.SQLITE_INSERT:
      case capi.SQLITE_UPDATE:
      case capi.SQLITE_DELETE:
        this.#note(facts, code, first!.toLowerCase());
        facts.action = actionOf(facts, code === capi.SQLITE_INSERT ? 'INSERT' : code === capi.SQLITE_UPDATE ? 'UPDATE' : 'DELETE');
        // CREATE TABLE temp.x has no code of its own. ALTER TABLE updates the schema of what is temporary, where nothing is.
        if (code === capi.SQLITE_INSERT && isTemporary) return refuse(capi, facts, 'CREATE TEMP');
        return capi.SQLITE_OK;
      case capi.SQLITE_TRANSACTION:
        facts.transaction = first;
        return capi.SQLITE_OK;
      case capi.SQLITE_SAVEPOINT:
        facts.isSavepoint = true;
        return capi.SQLITE_OK;
      case capi.SQLITE_PRAGMA:
        return this.#decidePragma(facts, first!.toLowerCase(), second);
      case capi.SQLITE_ATTACH:
      case capi.SQLITE_DETACH:
        return refuse(capi, facts, code === capi.SQLITE_ATTACH ? 'ATTACH' : 'DETACH');
      case capi.SQLITE_CREATE_TEMP_TABLE:
      case capi.SQLITE_CREATE_TEMP_INDEX:
      case capi.SQLITE_CREATE_TEMP_TRIGGER:
      case capi.SQLITE_CREATE_TEMP_VIEW:
        return refuse(capi, facts, 'CREATE TEMP');
      case capi.SQLITE_FUNCTION:
      case capi.SQLITE_RECURSIVE:
      case capi.SQLITE_ANALYZE:
      case capi.SQLITE_REINDEX:
        return capi.SQLITE_OK;
      default:
        facts.isSchemaChange = true;
        return capi.SQLITE_OK;
    }
  }

  #note(facts: Facts, code: number, table: string): void {
    const { SQLITE_INSERT, SQLITE_UPDATE } = this.#capi;
    facts.writes.add(table);
    // What a statement does itself comes before what its triggers do.
    if (code === SQLITE_INSERT && (facts.action === null || facts.action === 'SELECT')) facts.target = table;
    if (code === SQLITE_UPDATE && table === facts.target) facts.isUpsert = true;
  }

  /**
   * SQLite prepares a statement again by itself when the schema has changed; what it may do was decided before. VACUUM
   * attaches a database without a name, and one with a name where it is to write to a file.
   */
  #decideWhileRunning(code: number, name: string | null): number {
    const { SQLITE_ATTACH, SQLITE_DENY, SQLITE_OK } = this.#capi;
    return code === SQLITE_ATTACH && name !== '' ? SQLITE_DENY : SQLITE_OK;
  }

  #decidePragma(facts: Facts, name: string, argument: string | null): number {
    const decision = this.#policy(name, argument);
    facts.isQuestion = decision === PRAGMA_ASKS;
    if (decision === PRAGMA_ALLOWED || decision === PRAGMA_ASKS) return this.#capi.SQLITE_OK;
    if (decision === PRAGMA_SETTING) {
      facts.setting = name;
      facts.settingValue = argument ?? '';
      return this.#capi.SQLITE_DENY;
    }
    return refuse(this.#capi, facts, `PRAGMA ${name}`);
  }
}

/** A statement that changes the schema writes to the table of the schema; that is no INSERT of its own. */
function actionOf(facts: Facts, action: string): string {
  return facts.action === null || facts.action === 'SELECT' ? action : facts.action;
}

function refuse(capi: Sqlite3Static['capi'], facts: Facts, what: string): number {
  facts.refused = what;
  return capi.SQLITE_DENY;
}
