export { db } from './client'
export { todos, users, TodoRepository, UserRepository } from './repositories'
export type { Todo, User } from './schema'
