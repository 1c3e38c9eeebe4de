// Tabs as people tell them apart: each number has a name and a hue, the same in every tab.

import { element } from './dom.js';

const NAMES = (
  'Livia Cato Flavia Titus Octavia Seneca Silvia Marcus Drusilla Quintus Aurelia Varro ' +
  'Cornelia Lucius Portia Felix Valeria Crassus Julia Rufus Claudia Gaius Camilla Ovid'
).split(' ');
// Tyrian purple, verdigris, ochre, lapis and so on; red is left to failures. Their number shares no divisor with that
// of the names, so that a name comes back in another colour.
const HUES = [305, 165, 75, 255, 345, 125, 215];

/** The tab's name; the second to be called Livia is Livia 2. */
export function tabName(number) {
  const name = NAMES[(number - 1) % NAMES.length];
  const round = Math.ceil(number / NAMES.length);
  return round === 1 ? name : `${name} ${round}`;
}

/** The tab's hue in degrees. */
export function tabHue(number) {
  return HUES[(number - 1) % HUES.length];
}

/** The tab's name in its own colour. */
export function tabLabel(number) {
  return withHue(element('span', { class: 'tab' }, tabName(number)), number);
}

/** Gives an element, and what it contains, the tab's colour. */
export function withHue(node, number) {
  node.style.setProperty('--hue', tabHue(number));
  return node;
}

/**
 * This tab's number. The database hands them out, so no two tabs share one; a reload keeps it, while a duplicated tab,
 * which starts with a copy of the session storage, gets its own.
 */
export async function claimTabNumber(db, path) {
  const key = `tabularium-demo:${path}`;
  const isReload = performance.getEntriesByType('navigation')[0]?.type === 'reload';
  const kept = isReload ? Number(sessionStorage.getItem(key)) : 0;
  if (kept > 0) {
    return kept;
  }
  const { rows } = await db.query('insert into tab default values returning number');
  sessionStorage.setItem(key, String(rows[0].number));
  return rows[0].number;
}
