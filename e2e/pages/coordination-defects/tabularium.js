// This library, as the scenarios use it.

import init, { Database } from '/tabularium/coordination.js';

export { Database };
export const begin = () => init();
export const rowsOf = ({ rows }) => rows;
/** Who leads, read without asking for anything. */
export const leaderOnRecord = async (db) => (await db.getLeaderInfo()).leaderId;
