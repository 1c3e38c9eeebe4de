/** Modules whose tables hold what they show: all of them, but for FTS5, which can be told to show another table's. */
const HOLDING =
  /^CREATE VIRTUAL TABLE (?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|'(?:[^']|'')*'|\[[^\]]*\]|[^\s"'`[(/-]+)\s+USING\s+(fts5|rtree|rtree_i32)\b/i;
/** Tables that show what they are given. */
const OF_ARGUMENTS: readonly string[] = ['json_each', 'json_tree'];

/**
 * Connects all virtual tables to their modules, some of which prepare statements of their own for that. Where there is none it
 * is done at the first step: no other table is without a page.
 */
export const CONNECT_VIRTUAL_TABLES =
  "select (select count(*) from pragma_table_list) from sqlite_schema where rootpage = 0 and type = 'table' limit 1";

/** The rows of a statement of this library, as arrays. */
type Rows = (sql: string) => unknown[][];

/**
 * Whether a table whose rows change by writes to others is among these, whose names are in lower case. SQLite does not tell of
 * which: a virtual table reads what it likes, and the tables in which one keeps its rows are written while it is.
 */
export function readsUntold(rows: Rows, reads: readonly string[]): boolean {
  const listed = new Map(rows('pragma table_list').map(([, name, type]) => [lowerCase(name), type]));
  const own = new Set(
    rows("select name, sql from sqlite_schema where sql like 'create virtual table %'")
      .filter(([name, sql]) => {
        const module = HOLDING.exec(sql as string)?.[1]?.toLowerCase();
        return module === 'fts5' ? listed.has(`${lowerCase(name)}_content`) : module !== undefined;
      })
      .map(([name]) => lowerCase(name)),
  );
  // A module that needs no CREATE is known by the time that its table is read.
  const modules = new Set(rows('pragma module_list').map(([name]) => lowerCase(name)));
  return reads.some((name) => {
    const type = listed.get(name);
    if (type === undefined) return modules.has(name) && !OF_ARGUMENTS.includes(name);
    return type === 'shadow' || (type === 'virtual' && !own.has(name));
  });
}

function lowerCase(name: unknown): string {
  return (name as string).toLowerCase();
}
