import { db, todos, type Todo } from './db';

const list = document.querySelector('ul')!;
const form = document.querySelector('form')!;

function renderTodos(all: Todo[]): void {
  list.replaceChildren(
    ...all.map((todo) => {
      const box = Object.assign(document.createElement('input'), { type: 'checkbox', checked: todo.done });
      box.onchange = () => void todos.toggle(todo.id);
      const title = Object.assign(document.createElement('span'), { textContent: todo.title });
      title.classList.toggle('done', todo.done);
      const label = document.createElement('label');
      label.append(box, title);
      const remove = Object.assign(document.createElement('button'), { textContent: '×', title: `Delete ${todo.title}` });
      remove.onclick = () => void todos.delete(todo.id);
      const item = document.createElement('li');
      item.append(label, remove);
      return item;
    }),
  );
}

form.onsubmit = (event) => {
  event.preventDefault();
  const title = String(new FormData(form).get('title')).trim();
  if (title === '') return;
  form.reset();
  void todos.add(title);
};

await db.init();
await todos.subscribe(renderTodos);
