// Failures, told to the user: what went wrong, and what became of the call.

import { byId, element } from './dom.js';

const SHOWN_MS = 9000;
const SHOWN_COUNT = 3;
const OUTCOMES = {
  notRun: 'It did not run.',
  rolledBack: 'It was rolled back; nothing changed.',
  unknown: 'Whether it took effect is not known.',
  pending: 'It is still running.',
};

/** Shows an error with its code and outcome. */
export function showFailure(error) {
  const toasts = byId('toasts');
  const codes = [error.code ?? error.name, error.sqlState, error.constraint].filter(Boolean);
  const dismiss = element('button', { class: 'quiet', type: 'button', 'aria-label': 'Dismiss' }, '×');
  const toast = element(
    'div',
    { class: 'toast' },
    element('p', { class: 'toast-codes' }, ...codes.map((code) => element('code', {}, code))),
    element('p', {}, error.message),
    element('p', { class: 'toast-outcome' }, outcomeText(error)),
    dismiss,
  );
  dismiss.addEventListener('click', () => toast.remove());
  toasts.append(toast);
  while (toasts.childElementCount > SHOWN_COUNT) {
    toasts.firstElementChild.remove();
  }
  setTimeout(() => toast.remove(), SHOWN_MS);
}

/** What became of the failed call, in words. */
export function outcomeText(error) {
  return OUTCOMES[error.outcome] ?? '';
}
