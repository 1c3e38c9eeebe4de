// The example `repositories` has the rest of the document's code: its layout, its repositories, its worker.

import type { Todo, User } from '../../../examples/repositories/src/db';
import * as repositories from '../../../examples/repositories/src/db';
import { renderTodos, shown } from './shown';
import { db } from '../../../examples/repositories/src/db'

// Initialize once at app start
await db.init()

// Generic queries
export const users = await db.query<User>('SELECT * FROM users')
export const user = await db.queryOne<User>('SELECT * FROM users WHERE id = $1', [1])

// Live queries
export const unsubscribe = await db.liveQuery<Todo>(
  'SELECT * FROM todos ORDER BY id DESC',
  [],
  (todos) => renderTodos(todos)
)

export { db, repositories, shown };
export { crud } from './crud';
export { DatabaseClient } from 'tabularium/client';
