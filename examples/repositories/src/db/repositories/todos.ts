import { Repository } from 'tabularium/client';
import type { DatabaseClient } from '../client';
import { type Todo, todosTable } from '../schema';

/** Over the base class, which knows the table's columns and types. */
export class TodoRepository extends Repository<typeof todosTable> {
  constructor(db: DatabaseClient) {
    super(db, todosTable);
  }

  override add(todo: { title: string } | string): Promise<Todo> {
    return super.add(typeof todo === 'string' ? { title: todo } : todo);
  }

  toggle(id: number): Promise<Todo | undefined> {
    return this.db.queryOne<Todo>('UPDATE todos SET done = NOT done WHERE id = $1 RETURNING *', [id]);
  }
}
