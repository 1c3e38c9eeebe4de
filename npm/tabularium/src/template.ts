import { invalidArgument } from './errors.js';

/**
 * A piece of SQL with the values it binds, made by {@link sql}, {@link identifier} or {@link raw}. Only instances of
 * this class are ever put into a statement as SQL: an object that merely looks like one, say out of JSON, is a value.
 */
export class SqlFragment {
  /** @internal */
  constructor(
    /** Text pieces, one more than values. */
    readonly texts: readonly string[],
    readonly values: readonly unknown[],
  ) {}
}

/** A statement as it is sent. */
export interface TemplateStatement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/**
 * Makes a piece of SQL that can be used inside another template. Values are always bound as parameters, never written
 * into the text.
 *
 * @example
 * ```ts
 * const open = sql`not done and owner = ${owner}`;
 * await db.sql`select * from todo where ${open} order by ${identifier('created at')}`;
 * ```
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): SqlFragment {
  if (!isTemplate(strings)) throw invalidArgument('sql must be used as a template: sql`select ${value}`.');
  const texts: string[] = [strings[0]!];
  const bound: unknown[] = [];
  values.forEach((value, i) => {
    const after = strings[i + 1]!;
    if (value instanceof SqlFragment) {
      texts[texts.length - 1] += value.texts[0]!;
      texts.push(...value.texts.slice(1));
      texts[texts.length - 1] += after;
      bound.push(...value.values);
    } else {
      texts.push(after);
      bound.push(value);
    }
  });
  return new SqlFragment(texts, bound);
}

/**
 * Makes a quoted identifier, such as the name of a table or column: `` identifier`todo` `` or
 * `identifier('public', 'todo')`, whose parts are joined by dots.
 */
export function identifier(...parts: readonly string[]): SqlFragment;
export function identifier(strings: TemplateStringsArray, ...values: readonly unknown[]): SqlFragment;
export function identifier(first: unknown, ...rest: readonly unknown[]): SqlFragment {
  const parts = isTemplate(first) ? [String.raw(first, ...rest)] : [first, ...rest];
  return new SqlFragment([parts.map(quote).join('.')], []);
}

/** Puts text into a statement as it is. Never pass it anything a user typed. */
export function raw(text: string): SqlFragment;
export function raw(strings: TemplateStringsArray, ...values: readonly unknown[]): SqlFragment;
export function raw(first: unknown, ...values: readonly unknown[]): SqlFragment {
  if (isTemplate(first)) return new SqlFragment([String.raw(first, ...values)], []);
  if (typeof first !== 'string') throw invalidArgument('raw takes a string of SQL.');
  return new SqlFragment([first], []);
}

/** The statement of a whole template: its pieces joined by `$1`, `$2`, … */
export function statementOf(strings: TemplateStringsArray, values: readonly unknown[]): TemplateStatement {
  const fragment = sql(strings, ...values);
  return { sql: textOf(fragment), params: fragment.values };
}

/** The text of a whole template, with the places of its values. */
export function textOf({ texts }: SqlFragment): string {
  return texts.reduce((joined, text, i) => `${joined}$${i}${text}`);
}

function isTemplate(value: unknown): value is TemplateStringsArray {
  return Array.isArray(value) && Array.isArray((value as { raw?: unknown }).raw);
}

function quote(part: unknown): string {
  if (typeof part !== 'string' || part === '' || part.includes('\0')) {
    throw invalidArgument('an identifier must be a string of at least one character, without NUL.');
  }
  return `"${part.replaceAll('"', '""')}"`;
}
