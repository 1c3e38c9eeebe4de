import type { Params } from '../queryable.js';
import type { Operand } from './machine.js';

/** A value as results of SQLite have it; undefined where only the database knows it. */
export type Cell = null | number | bigint | string | Uint8Array | undefined;

/** The values of a statement's operands. */
export type Values = (operand: Operand) => Cell;

/** Finds operands among the parameters of their statement. */
export function valuesFrom(params: Params): Values {
  const isNamed = typeof params === 'object' && params !== null && !Array.isArray(params);
  const names = isNamed ? Object.keys(params) : [];
  const given: readonly unknown[] = isNamed ? Object.values(params) : ((params ?? []) as readonly unknown[]);
  return ({ source, text, position }) => {
    switch (source) {
      case 'NUMBER':
        return text!.includes('.') ? Number(text) : integer(BigInt(text!));
      case 'STRING':
        return text!;
      case 'NULL':
        return null;
      case 'TRUE':
        return 1;
      case 'FALSE':
        return 0;
      case 'POSITION':
        return position < given.length ? cellOf(given[position]) : undefined;
      case 'NAME': {
        const index = names.findIndex((name) => name === text || name === text!.slice(1));
        return index < 0 ? undefined : cellOf(given[index]);
      }
      case 'ENGINE':
        return undefined;
    }
  };
}

/** A bound value as a result will have it; undefined for one whose form is not known for certain, such as JSON. */
export function cellOf(value: unknown): Cell {
  switch (typeof value) {
    case 'boolean':
      return value ? 1 : 0;
    case 'number':
      return Number.isNaN(value) ? null : value;
    case 'bigint':
      return integer(value);
    case 'string':
      return value;
    case 'object':
      if (value === null || value instanceof Uint8Array) return value;
      return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : undefined;
    case 'undefined':
      return null;
    default:
      return undefined;
  }
}

function integer(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
