import { boolean, integer, pgTable, varchar } from 'drizzle-orm/pg-core';

export const todosTable = pgTable('todos', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  title: varchar('title', { length: 255 }).notNull(),
  done: boolean().notNull().default(false),
});

export const usersTable = pgTable('users', {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  name: varchar('name', { length: 255 }).notNull(),
  email: varchar('email', { length: 255 }).notNull(),
});

export type Todo = typeof todosTable.$inferSelect;
export type User = typeof usersTable.$inferSelect;
