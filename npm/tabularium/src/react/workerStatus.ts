import { createElement, type FunctionComponent } from 'react';
import type { SharedDatabase } from '../hooks/database.js';
import { useDatabase } from './useDatabase.js';

/** What {@link WorkerStatus} takes. */
export interface WorkerStatusProps {
  /** The database instead of the one that `TabulariumProvider` gives. */
  readonly db?: SharedDatabase | PromiseLike<SharedDatabase>;
  readonly className?: string;
}

/**
 * Shows what this tab is: a `<dl>` with the role, the engine, the store and the number of open calls, each `<dd>` with a
 * `data-status` of its own to style it by.
 */
export const WorkerStatus: FunctionComponent<WorkerStatusProps> = ({ db, className }) => {
  const { role, ready, error, mode, pending } = useDatabase(db);
  const state = error !== undefined ? messageOf(error) : ready ? 'ready' : 'opening';
  const shown: [string, string, string][] = [
    ['state', 'State', state],
    ['role', 'This tab', role ?? 'unknown'],
    ['engine', 'Engine', mode?.engine ?? 'unknown'],
    ['storage', 'Store', mode?.storage ?? 'unknown'],
    ['pending', 'Open calls', String(pending)],
  ];
  const parts = shown.flatMap(([name, title, value]) => [
    createElement('dt', { key: `${name} title` }, title),
    createElement('dd', { key: name, 'data-status': name }, value),
  ]);
  return createElement('dl', { className, 'data-role': role }, parts);
};

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
