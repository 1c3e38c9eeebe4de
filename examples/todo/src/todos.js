// The list. What it shows comes from live queries alone: an edit made here returns the same way as one made in another
// tab.

import { byId, element, setText } from './dom.js';
import { withHue } from './tabs.js';

const ENTRIES = `
  select id, title, done, tab from todo
  where $1::boolean is null or done = $1
  order by id desc`;
const COUNTS = `
  select (count(*) filter (where not done))::integer as open, (count(*) filter (where done))::integer as done
  from todo`;
const FILTERS = { all: null, open: false, done: true };
const EXAMPLES = [
  'Close the tab that leads and watch another take over',
  'Open this page in a second window',
  'Edit an entry by clicking on it',
  'Read ARCHITECTURE.md',
];
const FLASH_MS = 1600;

/** Shows the list and keeps it live. */
export class Todos {
  #db;
  #calls;
  #tab;
  #filter = 'all';
  #subscription = null;
  /** id → { row, item, checkbox, title } of what is on the page. */
  #shown = new Map();
  #counts = { open: 0, done: 0 };

  constructor(db, calls, tab) {
    this.#db = db;
    this.#calls = calls;
    this.#tab = tab;
  }

  async start() {
    byId('add').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#add();
    });
    byId('filter').addEventListener('change', (event) => this.#show(event.target.value));
    byId('clear').addEventListener('click', () => this.#calls.write('delete from todo where done'));
    byId('examples').addEventListener('click', () => this.#writeExamples());
    byId('add').querySelector('button').disabled = false;

    const counts = await this.#calls.live(COUNTS, [], ([row]) => this.#showCounts(row));
    this.#counts = counts.initialResults.rows[0];
    await this.#show(this.#filter);
  }

  /** The filter is a parameter of the live query, so a change of filter is a change of subscription. */
  async #show(filter) {
    this.#filter = filter;
    const previous = this.#subscription;
    this.#subscription = null;
    previous?.unsubscribe();
    let isShown = false;
    const subscription = await this.#calls.attempt('read', () =>
      this.#calls.live(ENTRIES, [FILTERS[filter]], (rows) => {
        if (isShown) {
          this.#render(rows);
        }
      }),
    );
    if (subscription === undefined) {
      return;
    }
    if (this.#filter !== filter || this.#subscription !== null) {
      // Another filter was chosen meanwhile.
      subscription.unsubscribe();
      return;
    }
    this.#subscription = subscription;
    isShown = true;
    this.#shown.clear();
    this.#render(subscription.initialResults.rows);
  }

  #render(rows) {
    const isFirst = this.#shown.size === 0;
    const ids = new Set(rows.map((row) => row.id));
    for (const id of this.#shown.keys()) {
      if (!ids.has(id)) {
        this.#shown.delete(id);
      }
    }
    const items = rows.map((row) => {
      const entry = this.#shown.get(row.id) ?? this.#createEntry(row);
      this.#updateEntry(entry, row, !isFirst);
      return entry.item;
    });
    // An untouched item keeps its place in the document, and with it focus and an edit that has begun.
    const list = byId('todos');
    items.forEach((item, index) => {
      if (list.children[index] !== item) {
        list.insertBefore(item, list.children[index] ?? null);
      }
    });
    while (list.childElementCount > items.length) {
      list.lastElementChild.remove();
    }
    this.#renderSummary();
  }

  #createEntry(row) {
    const checkbox = element('input', { type: 'checkbox' });
    const title = element('button', { type: 'button', class: 'todo-title', title: 'Edit' });
    const remove = element('button', { type: 'button', class: 'todo-delete quiet' }, '×');
    const item = element('li', { class: 'todo' }, checkbox, title, remove);
    const entry = { row: null, item, checkbox, title, remove };
    checkbox.addEventListener('change', () => this.#toggle(entry));
    title.addEventListener('click', () => this.#edit(entry));
    remove.addEventListener('click', () => this.#calls.write('delete from todo where id = $1', [row.id]));
    this.#shown.set(row.id, entry);
    return entry;
  }

  #updateEntry(entry, row, mayFlash) {
    const before = entry.row;
    entry.row = row;
    entry.checkbox.checked = row.done;
    entry.checkbox.setAttribute('aria-label', `Done: ${row.title}`);
    entry.remove.setAttribute('aria-label', `Delete: ${row.title}`);
    entry.item.dataset.done = row.done;
    setText(entry.title, row.title);
    withHue(entry.item, row.tab);
    const isChanged = before === null || before.title !== row.title || before.done !== row.done;
    if (mayFlash && isChanged) {
      entry.item.classList.add(row.tab === this.#tab ? 'is-own' : 'is-foreign');
      setTimeout(() => entry.item.classList.remove('is-own', 'is-foreign'), FLASH_MS);
    }
  }

  async #add() {
    const input = byId('title');
    const title = input.value.trim();
    if (title === '') {
      return;
    }
    input.value = '';
    const added = await this.#calls.write('insert into todo (title, tab) values ($1, $2)', [title, this.#tab]);
    if (added === undefined && input.value === '') {
      input.value = title;
    }
  }

  async #toggle(entry) {
    const { id, done } = entry.row;
    const result = await this.#calls.write('update todo set done = $2, tab = $3 where id = $1', [id, !done, this.#tab]);
    if (result === undefined) {
      entry.checkbox.checked = entry.row.done;
    }
  }

  #edit(entry) {
    const { id, title } = entry.row;
    const input = element('input', { type: 'text', class: 'todo-edit', value: title, 'aria-label': `Edit: ${title}` });
    let isOver = false;
    const end = (isKept) => {
      if (isOver) {
        return;
      }
      isOver = true;
      const edited = input.value.trim();
      const hadFocus = document.activeElement === input;
      input.replaceWith(entry.title);
      if (hadFocus) {
        entry.title.focus();
      }
      if (isKept && edited !== '' && edited !== title) {
        this.#calls.write('update todo set title = $2, tab = $3 where id = $1', [id, edited, this.#tab]);
      }
    };
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === 'Escape') {
        end(event.key === 'Enter');
      }
    });
    input.addEventListener('blur', () => end(true));
    entry.title.replaceWith(input);
    input.focus();
    input.select();
  }

  #writeExamples() {
    return this.#calls.attempt('write', () =>
      this.#db.transaction(async (tx) => {
        for (const title of EXAMPLES) {
          await tx.query('insert into todo (title, tab) values ($1, $2)', [title, this.#tab]);
        }
      }),
    );
  }

  #showCounts(counts) {
    this.#counts = counts;
    this.#renderSummary();
  }

  #renderSummary() {
    const { open, done } = this.#counts;
    byId('sheet-foot').hidden = open + done === 0;
    byId('clear').hidden = done === 0;
    setText(byId('open-count'), open === 1 ? '1 open' : `${open} open`);

    const isBlank = open + done === 0;
    byId('empty').hidden = this.#shown.size > 0;
    byId('examples').hidden = !isBlank;
    setText(byId('empty-title'), isBlank ? 'Tabula rasa.' : 'Nothing here.');
    setText(byId('empty-text'), emptyText(this.#filter, isBlank));
  }
}

function emptyText(filter, isBlank) {
  if (isBlank) {
    return 'A clean slate, the same one in every tab.';
  }
  return filter === 'done' ? 'No entry is done yet.' : 'Every entry is done.';
}
