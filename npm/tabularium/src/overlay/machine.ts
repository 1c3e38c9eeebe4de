/**
 * The contract with the compiled module `generated/overlay.js`.
 *
 * @packageDocumentation
 */
import type { LiveResult } from '../liveResult.js';

/** The machine that decides which writes are laid over which results. Writes and queries have numbers of the page's own. */
export interface OverlayMachine<Query, Patch> {
  open(query: number, statement: Query): void;
  close(query: number): void;
  result(query: number, result: LiveResult, commit: number): void;
  /** @param before - the last commit that was known before; the write's own comes after it */
  begin(write: number, patch: Patch, before: number, isRepeatable: boolean): void;
  /** The write has taken effect, at this commit or before it. */
  confirm(write: number, commit: number): void;
  fail(write: number): void;
  clear(): void;
}

/** What the machine tells. */
export interface OverlayEvents<Patch> {
  show(query: number, result: LiveResult, layers: readonly Layer<Patch>[]): void;
  refresh(query: number): void;
}

/** A write that is laid over a result; it is pending or confirmed. */
export interface Layer<Patch> {
  readonly patch: Patch;
  readonly isPending: boolean;
}

/** A statement whose effect on rows can be told without the engine. Names are in lower case. */
export type SimpleStatement =
  | {
      readonly kind: 'insert';
      readonly table: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Operand[])[];
    }
  | {
      readonly kind: 'update';
      readonly table: string;
      readonly columns: readonly string[];
      readonly values: readonly Operand[];
      readonly where: readonly Comparison[];
    }
  | { readonly kind: 'delete'; readonly table: string; readonly where: readonly Comparison[] }
  | {
      readonly kind: 'select';
      readonly table: string;
      /** None for `*`. */
      readonly columns: readonly string[];
      readonly where: readonly Comparison[];
      readonly order: readonly Order[];
      readonly limit: Operand | null;
    };

/** One of the conditions that must all hold. */
export interface Comparison {
  readonly column: string;
  readonly operator: Operator;
  readonly operand: Operand | null;
}

export type Operator =
  | 'EQUAL'
  | 'DIFFERENT'
  | 'LESS'
  | 'LESS_OR_EQUAL'
  | 'GREATER'
  | 'GREATER_OR_EQUAL'
  | 'IS_NULL'
  | 'IS_NOT_NULL'
  | 'IS_TRUE'
  | 'IS_FALSE';

export interface Order {
  readonly column: string;
  readonly isDescending: boolean;
}

/** Where a value comes from: the text, the parameters, or only the engine. */
export interface Operand {
  readonly source: 'NUMBER' | 'STRING' | 'NULL' | 'TRUE' | 'FALSE' | 'POSITION' | 'NAME' | 'ENGINE';
  readonly text: string | null;
  readonly position: number;
}
