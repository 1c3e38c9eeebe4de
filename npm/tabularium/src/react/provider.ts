import { createContext, createElement, type FunctionComponent, type ReactNode, useContext } from 'react';
import type { SharedDatabase } from '../hooks/database.js';

/** What {@link TabulariumProvider} takes. */
export interface TabulariumProviderProps {
  /** The database, or the promise of one; make it once, outside of components. */
  readonly db: SharedDatabase | PromiseLike<SharedDatabase>;
  readonly children?: ReactNode;
}

const Context = createContext<SharedDatabase | PromiseLike<SharedDatabase> | undefined>(undefined);

/** Gives a database to the components inside. */
export const TabulariumProvider: FunctionComponent<TabulariumProviderProps> = ({ db, children }) =>
  createElement(Context.Provider, { value: db }, children);

/** What the provider around the component was given. */
export function useProvided(given: SharedDatabase | PromiseLike<SharedDatabase> | undefined): typeof given {
  const provided = useContext(Context);
  return given ?? provided;
}
