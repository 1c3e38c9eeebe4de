import { type Todo, todos } from '../../../examples/repositories/src/db';
import { renderTodos } from './shown';

export async function crud() {
  // CRUD operations
  const allTodos = await todos.getAll()
  const newTodo = await todos.add('Learn PGlite')
  await todos.toggle(1)
  await todos.delete(1)

  // Live subscription
  const unsubscribe = await todos.subscribe((todoList) => {
    renderTodos(todoList)
  })

  return { allTodos, newTodo, unsubscribe };
}

export type { Todo };
