/* Written by hand, with nothing but the client: the SQL is the class's own. */
import type { DatabaseClient } from '../client'
import type { User } from '../schema'

export class UserRepository {
  private db: DatabaseClient

  constructor(db: DatabaseClient) {
    this.db = db
  }

  async getAll(): Promise<User[]> {
    return this.db.query<User>('SELECT * FROM users ORDER BY name')
  }

  async add(name: string, email: string): Promise<User> {
    const rows = await this.db.query<User>(
      'INSERT INTO users (name, email) VALUES ($1, $2) RETURNING *',
      [name, email]
    )
    return rows[0]
  }

  async subscribe(callback: (users: User[]) => void) {
    return this.db.liveQuery<User>(
      'SELECT * FROM users ORDER BY name',
      [],
      callback
    )
  }
}
