// What the page shows.

const byId = (id) => document.getElementById(id);
const LOG_LENGTH = 6;

const LABELS = {
  leadership_changes: 'Changes of leader',
  write_conflicts: 'Writes refused',
  follower_refreshes: 'Refreshes',
  avg_notification_latency_ms: 'Notice after, ms',
  total_notifications: 'Notices',
};

function item(text, className = '') {
  const li = document.createElement('li');
  li.textContent = text;
  li.className = className;
  return li;
}

export function showRole(isLeader, leaderId) {
  document.body.dataset.role = isLeader ? 'leader' : 'follower';
  byId('badge').textContent = isLeader ? 'leader' : `follows ${leaderId.slice(0, 8)}`;
}

export function showMessages(rows) {
  byId('messages').replaceChildren(...rows.map(({ text, isPending }) => item(text, isPending ? 'unconfirmed' : '')));
}

export function showPending(count) {
  byId('pending').hidden = count === 0;
  byId('pending').textContent = `${count} pending`;
}

export function showMetrics(metrics) {
  const parts = Object.entries(LABELS).flatMap(([key, label]) => {
    const term = document.createElement('dt');
    const value = document.createElement('dd');
    term.textContent = label;
    value.textContent = Number(metrics[key].toFixed(1));
    value.dataset.metric = key;
    return [term, value];
  });
  byId('metrics').replaceChildren(...parts);
}

/** Adds a line to what happened; the last few stay. */
export function say(text, isFailure = false) {
  byId('log').prepend(item(text, isFailure ? 'failed' : ''));
  while (byId('log').children.length > LOG_LENGTH) byId('log').lastChild.remove();
}
