#!/usr/bin/env node
// The command line: npx tabularium new-repository users "name:varchar(255)" "email:varchar(255)"

import { newRepository } from './newRepository.mjs';
import { UsageError } from './usageError.mjs';

const HELP = `Usage: npx tabularium new-repository <table> <column>:<type> … [--row <Name>] [--src <folder>]

Adds a repository to an application: the types of its rows, its class, its exports, its table and a test.

  <table>            the table's name, in the plural: users
  <column>:<type>    a column and its type in SQL, in quotes where the shell would read it: "name:varchar(255)";
                     with a ? the column may be null: nick?:text
  --row <Name>       the name of the type of a row; by default the table's in the singular: User
  --src <folder>     where the application's sources are; src by default

Files that are missing are made, those that are there are added to, and nothing is overwritten. Where the schema is
Drizzle's, or there is none yet and package.json names drizzle-orm, the table is described for Drizzle.
The test runs on Node's test runner by whatever reads TypeScript: npx tsx --test src/db/repositories/users.test.ts`;

const [command, ...args] = process.argv.slice(2);
if (command === undefined || command === '--help' || args.includes('--help')) {
  console.log(HELP);
} else if (command !== 'new-repository') {
  fail(`There is no command ${command}.\n\n${HELP}`);
} else {
  try {
    for (const line of newRepository(args)) console.log(line);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    fail(error.message);
  }
}

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}
