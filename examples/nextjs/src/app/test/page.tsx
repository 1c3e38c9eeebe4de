'use client';

import { type FormEvent } from 'react';
import { useLiveQuery, WorkerStatus } from 'tabularium/react';
import { client, useDatabase } from '../../lib/db/client';
import { syncData } from '../../lib/db/client/_syncData';

interface Message {
  readonly id: number;
  readonly text: string;
  readonly synced: boolean;
}

export default function TestPage() {
  const { isLeader, ready } = useDatabase();
  const { rows } = useLiveQuery<Message>('select * from message order by id', [], client);

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = String(new FormData(form).get('text')).trim();
    if (text === '') return;
    form.reset();
    void client.query('insert into message (text) values ($1)', [text]);
  };

  return (
    <main>
      <h1>{ready ? (isLeader ? 'This tab leads' : 'This tab follows') : 'Opening …'}</h1>
      <WorkerStatus db={client} className="status" />
      <form onSubmit={send}>
        <input name="text" placeholder="A message" aria-label="A message" autoComplete="off" />
        <button>Send</button>
        <button type="button" onClick={() => void syncData(client)}>
          Sync
        </button>
      </form>
      <ul>
        {rows?.map(({ id, text, synced }) => (
          <li key={id} className={synced ? 'synced' : ''}>
            {text}
          </li>
        ))}
      </ul>
    </main>
  );
}
