import { type FormEvent, useState } from 'react';
import type { Tabularium } from 'tabularium';
import { useDatabase, useLiveQuery, WorkerStatus } from 'tabularium/react';
import type { Todo } from './db';

export function App() {
  const { db } = useDatabase<Tabularium>();
  const { rows: todos, loading, error } = useLiveQuery<Todo>('select * from todo order by id');
  const [failure, setFailure] = useState<string>();

  const run = (statement: Promise<unknown> | undefined) =>
    statement?.then(
      () => setFailure(undefined),
      (reason: Error) => setFailure(reason.message),
    );

  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const title = String(new FormData(form).get('title')).trim();
    if (title === '') return;
    form.reset();
    void run(db?.query('insert into todo (title) values ($1)', [title]));
  };

  return (
    <main>
      <h1>Todos</h1>
      <p className="hint">Open this page in a second tab. Then close the one that leads.</p>
      <form onSubmit={add}>
        <input name="title" placeholder="What is to be done?" aria-label="What is to be done?" autoComplete="off" />
        <button disabled={db === undefined}>Add</button>
      </form>
      {(failure ?? error) !== undefined && <p role="alert">{failure ?? String(error)}</p>}
      {loading && <p className="hint">Opening the database …</p>}
      <ul>
        {todos?.map((todo) => (
          <li key={todo.id}>
            <label>
              <input
                type="checkbox"
                checked={todo.done}
                onChange={() => run(db?.query('update todo set done = not done where id = $1', [todo.id]))}
              />
              <span className={todo.done ? 'done' : ''}>{todo.title}</span>
            </label>
            <button
              aria-label={`Delete ${todo.title}`}
              onClick={() => run(db?.query('delete from todo where id = $1', [todo.id]))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <WorkerStatus className="status" />
    </main>
  );
}
