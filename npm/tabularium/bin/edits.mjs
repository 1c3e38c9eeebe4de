// Changes to sources that are there: as little as it takes, and nothing where it is done already.

const IMPORT = /^import\s[^;'"]*['"][^'"]+['"];?[^\S\n]*\n/gm;

/** Has a source import names from a module: by the import it has of it, or by one more. */
export function withImport(text, names, from) {
  const found = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*(['"])${from.replace(/[.*+?^\${}()|[\]\\]/g, '\\$&')}\\2`).exec(text);
  if (found === null) return withLineAfterImports(text, `import { ${names.join(', ')} } from '${from}';`);
  const has = found[1].split(',').map((name) => name.trim()).filter((name) => name !== '');
  const missing = names.filter((name) => !has.includes(name));
  if (missing.length === 0) return text;
  const all = [...has, ...missing].sort((a, b) => a.replace(/^type /, '').localeCompare(b.replace(/^type /, '')));
  return text.replace(found[0], `import { ${all.join(', ')} } from ${found[2]}${from}${found[2]}`);
}

function withLineAfterImports(text, line) {
  const last = [...text.matchAll(IMPORT)].at(-1);
  if (last === undefined) return `${line}\n${text === '' ? '' : '\n'}${text}`;
  const end = last.index + last[0].length;
  return `${text.slice(0, end)}${line}\n${text.slice(end)}`;
}

/** Adds lines at the end. */
export function withEnd(text, lines) {
  return text.trim() === '' ? lines : `${text.trimEnd()}\n${lines}`;
}

/**
 * Puts a statement into a worker's init: before the one place where it returns the PGlite that it has made. Undefined
 * where there is no such place, or more than one.
 */
export function withMigration(text, statement) {
  const made = [...text.matchAll(/\b(?:const|let)\s+(\w+)\s*=\s*(?:await\s+PGlite\.create|new\s+PGlite)\b/g)];
  if (made.length !== 1) return undefined;
  const returns = [...text.matchAll(new RegExp(`^([^\\S\\n]*)return ${made[0][1]}\\b[^\\n]*$`, 'gm'))];
  if (returns.length !== 1) return undefined;
  const [{ index, 1: indent }] = returns;
  const lines = statement(made[0][1]).map((line) => (line === '' ? '' : indent + line));
  return `${text.slice(0, index)}${lines.join('\n')}\n${text.slice(index)}`;
}
