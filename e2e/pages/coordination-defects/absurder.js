// The library that the guide was written for, as the scenarios use it.

import init, { Database } from '/absurder/absurder_sql.js';

export { Database };
export const begin = () => init();
/** Its rows are lists of values that say their types. */
export const rowsOf = ({ columns, rows }) =>
  rows.map(({ values }) => Object.fromEntries(values.map(({ value }, index) => [columns[index], value])));
/** Who leads, read without asking for anything: any question is what makes it look for another leader. */
export const leaderOnRecord = async (_db, file) => localStorage.getItem(`datasync_leader_${file}`).split(':')[0];
