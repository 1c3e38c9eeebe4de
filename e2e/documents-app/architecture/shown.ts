import type { Todo } from '../../../examples/repositories/src/db';

/** Every list of todos that was shown. */
export const shown: Todo[][] = [];

export function renderTodos(todos: Todo[]) {
  shown.push(todos);
}
