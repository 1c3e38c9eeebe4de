import { db } from '../client'
import { TodoRepository } from './todos'
import { UserRepository } from './users'

export const todos = new TodoRepository(db)
export const users = new UserRepository(db)

export { TodoRepository, UserRepository }
