import type { FollowedResult } from './result.js';

const TOTAL = '__total__';
const PLACE = '__place__';

/** Some rows of a query out of many, and how many there are. */
export interface Window {
  readonly offset: number;
  readonly limit: number;
}

/** A query of a window of another, in one statement, so that the rows and their count are of one commit. */
export function windowQuery(query: string, params: readonly unknown[], { offset, limit }: Window) {
  const first = params.length + 1;
  return {
    query: `with "__whole__" as (${withoutEnd(query)}
) select counted."${TOTAL}", shown.* from (select count(*) as "${TOTAL}" from "__whole__") as counted
left join (select row_number() over () as "${PLACE}", "__whole__".* from "__whole__" limit $${first}::int8
offset $${first + 1}::int8) as shown on true order by shown."${PLACE}"`,
    params: [...params, limit, offset],
  };
}

/** The rows, fields and count out of the result of such a query. */
export function readWindow({ rows, fields }: FollowedResult) {
  const totalCount = rows[0]![TOTAL] as number;
  const shown = rows.filter((row) => row[PLACE] !== null);
  return {
    rows: shown.map(({ [TOTAL]: _total, [PLACE]: _place, ...row }) => row),
    fields: fields.filter(({ name }) => name !== TOTAL && name !== PLACE),
    totalCount,
  };
}

/** A statement's end would end the one it is put into; a comment after it is left alone on its line. */
function withoutEnd(query: string): string {
  return query.replace(/;\s*$/, '');
}
