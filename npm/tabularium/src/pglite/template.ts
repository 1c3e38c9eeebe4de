import { invalidArgument } from '../errors.js';
import { identifier, raw, sql, SqlFragment, statementOf } from '../template.js';

export { identifier, raw, sql, type SqlFragment };

/** A statement with its parameters, as `pg.query` takes them. */
export interface TemplatedQuery {
  query: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
  params: any[];
}

/**
 * Makes a statement of a template: values become `$1`, `$2`, …, and what `sql`, `identifier` and `raw` make is put in.
 *
 * @example
 * ```ts
 * query`select * from ${identifier`todo`} where id = ${id}`;
 * // { query: 'select * from "todo" where id = $1', params: [id] }
 * ```
 */
export function query(strings: TemplateStringsArray, ...values: unknown[]): TemplatedQuery {
  const statement = statementOf(strings, values.map(fragmentOf));
  return { query: statement.sql, params: [...statement.params] };
}

/**
 * Joins pieces of SQL, such as the conditions of a `where`; the values in them are numbered anew. Of none it makes the
 * empty piece, of one that one.
 *
 * @example
 * ```ts
 * await pg.sql`select * from todo where ${join([sql`done = ${done}`, sql`owner = ${owner}`], ' and ')}`;
 * ```
 * @param delimiter - SQL that goes between the pieces, `, ` by default
 */
export function join(pieces: readonly SqlFragment[], delimiter = ', '): SqlFragment {
  if (!Array.isArray(pieces)) throw invalidArgument('join takes an array of what sql`…` makes.');
  const fragments = pieces.map((piece) => {
    const fragment = fragmentOf(piece);
    if (!(fragment instanceof SqlFragment)) throw invalidArgument('join takes what sql`…` makes, and no values.');
    return fragment;
  });
  const texts = [''];
  const values: unknown[] = [];
  fragments.forEach((fragment, i) => {
    const before = i === 0 ? '' : delimiter;
    texts[texts.length - 1] += before + fragment.texts[0]!;
    texts.push(...fragment.texts.slice(1));
    values.push(...fragment.values);
  });
  return new SqlFragment(texts, values);
}

/**
 * A value of a template, taken as SQL where it is a piece made by `@electric-sql/pglite/template`.
 *
 * Those are plain objects. One made by its `sql` has template strings, which nothing out of JSON can have; one made by
 * its `identifier` or `raw` looks like any object that a user of the application might send, so it is refused.
 */
export function fragmentOf(value: unknown): unknown {
  const { _templateType: type, strings, values } = (value ?? {}) as Partial<PgliteTemplate>;
  if (type === 'container' && Array.isArray(strings) && Array.isArray(strings.raw) && Array.isArray(values)) {
    return new SqlFragment(strings, values);
  }
  if (type === 'part' && typeof (value as { str?: unknown }).str === 'string') {
    throw invalidArgument(
      "Import identifier and raw from 'tabularium/pglite/template': what PGlite's own make cannot be told from an " +
        'object that came from outside, and is put into the SQL text only inside of its sql`…`.',
    );
  }
  return value;
}

interface PgliteTemplate {
  readonly _templateType: string;
  readonly strings: TemplateStringsArray;
  readonly values: unknown[];
}
