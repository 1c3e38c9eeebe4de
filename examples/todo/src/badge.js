// What tells this tab apart in the tab strip: icon, title, and the pill at the top of the page.

import { byId, setText } from './dom.js';
import { tabHue, tabName } from './tabs.js';

const CROWN = '<path d="M3 23 1.5 8l8 6L16 4l6.5 10 8-6L29 23z"/><path d="M4 26h24v3H4z"/>';
const RING = '<circle cx="16" cy="16" r="9" fill="none" stroke-width="6"/>';
const WORDS = { leader: 'leads', follower: 'follows', joining: 'waits' };

/** Shows who this tab is and what it does: `role` is 'leader', 'follower', or 'joining' while there is no leader. */
export function showBadge(number, role) {
  const colour = `oklch(0.63 0.15 ${tabHue(number)})`;
  const shape = role === 'leader' ? CROWN : RING;
  const paint = `fill="${colour}" stroke="${colour}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" ${paint}>${shape}</svg>`;
  byId('favicon').href = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  document.title = `${tabName(number)} ${WORDS[role]} · Tabularium`;

  const pill = byId('pill');
  pill.dataset.role = role;
  setText(pill.querySelector('.pill-text'), `${tabName(number)} ${WORDS[role]}`);
}
