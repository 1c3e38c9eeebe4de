/** A todo app whose page, logic and repository are in Java, on the same database as the one in TypeScript. */
package org.tabularium.todo;
