/** A possibly nested array of element values; NULL elements are null. */
export type ArrayValue<T> = (T | null | ArrayValue<T>)[];

const BACKSLASH = 92;
const QUOTE = 34;
const OPEN = 123;
const CLOSE = 125;

/**
 * Reads PostgreSQL's text form of an array, such as `{1,NULL,"a,b"}` or `[0:1]={{1},{2}}`. Lower bounds are dropped,
 * because JavaScript arrays begin at zero.
 */
export function parseArray<T>(text: string, element: (text: string) => T, delimiter: ',' | ';'): ArrayValue<T> {
  const separator = delimiter.charCodeAt(0);
  const end = text.length;
  const root: ArrayValue<T> = [];
  const enclosing: ArrayValue<T>[] = [];
  let current = root;
  let at = text.indexOf('{') + 1;
  while (at < end) {
    const char = text.charCodeAt(at);
    if (char === OPEN) {
      const inner: ArrayValue<T> = [];
      current.push(inner);
      enclosing.push(current);
      current = inner;
      at++;
    } else if (char === CLOSE) {
      current = enclosing.pop() ?? root;
      at++;
    } else if (char === separator) {
      at++;
    } else if (char === QUOTE) {
      const close = closingQuote(text, at + 1);
      const raw = text.slice(at + 1, close);
      current.push(element(raw.includes('\\') ? raw.replace(/\\(.)/gs, '$1') : raw));
      at = close + 1;
    } else {
      let stop = at;
      for (let c = char; c !== separator && c !== CLOSE && stop < end; c = text.charCodeAt(++stop));
      const raw = text.slice(at, stop);
      current.push(raw === 'NULL' ? null : element(raw));
      at = stop;
    }
  }
  return root;
}

function closingQuote(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
}

/** Writes PostgreSQL's text form of an array. Every element is quoted, which is right for every element type. */
export function formatArray(
  values: readonly unknown[],
  element: (value: unknown) => string,
  delimiter: ',' | ';',
): string {
  let text = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) text += delimiter;
    if (Array.isArray(value)) text += formatArray(value, element, delimiter);
    else if (value === null || value === undefined) text += 'NULL';
    else text += '"' + element(value).replace(/["\\]/g, '\\$&') + '"';
  }
  return text + '}';
}
