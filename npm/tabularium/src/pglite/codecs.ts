import type { ParserOptions, SerializerOptions } from '@electric-sql/pglite';
import { formatArray, parseArray } from '../payload/arrays.js';
import { serialize } from '../payload/serialize.js';
import { delimiterOf, ELEMENT_OF } from '../payload/types.js';
import { knownTypes, parserOf } from '../payload/values.js';

/** Reads a value out of PostgreSQL's text. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
export type Parser = (text: string, dataTypeID?: number) => any;

/** Writes a value as PostgreSQL's text. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as PGlite types it
export type Serializer = (value: any) => string;

/** Ids of types made by the user, arrays of them among them, begin here. */
const FIRST_USER_OID = 16384;

/** Whether some of these types were made by users. */
export function hasUserTypes(types: readonly number[]): boolean {
  return types.some((oid) => oid >= FIRST_USER_OID);
}

/**
 * How values are read and written: by default as everywhere in this library, and by what the application has put in
 * their place, for good or for one call. Arrays follow their elements.
 */
export class Codecs {
  /** Readers by type. What is put in here counts for every later call. */
  readonly parsers: Record<number | string, Parser>;
  /** Writers by type. What is put in here counts for every later call. */
  readonly serializers: Record<number | string, Serializer>;
  /** The element types of arrays of types that users have made, by the array's type. */
  readonly #userArrays = new Map<number, number>();
  /** The types made by users that were looked up. */
  readonly #seen = new Set<number>();

  constructor(parsers: ParserOptions = {}, serializers: SerializerOptions = {}) {
    // By inheritance, so that what the application adds can be told from what was there.
    this.parsers = Object.assign(Object.create(defaultParsers()) as Record<number | string, Parser>, parsers);
    this.serializers = Object.assign(Object.create(defaultSerializers()) as Record<number | string, Serializer>, serializers);
  }

  /** Readers that replace the built-in ones; undefined where none does. */
  parsersFor(ofCall: ParserOptions | undefined): Record<number, Parser> | undefined {
    const own: Record<number, Parser> = { ...this.parsers, ...ofCall };
    const arrays: Record<number, Parser> = {};
    for (const [array, element] of this.#userArrays) arrays[array] = arrayParser(own[element] ?? this.parsers[element] ?? asText, element);
    for (const [array, element] of hasAny(own) ? ELEMENT_OF : []) {
      if (own[element] !== undefined) arrays[array] = arrayParser(own[element], element);
    }
    const all = { ...arrays, ...own };
    return hasAny(all) ? all : undefined;
  }

  /** What reads a type. */
  parserOf(oid: number): Parser {
    return this.parsersFor(undefined)?.[oid] ?? this.parsers[oid] ?? asText;
  }

  /** What writes a type. */
  serializerOf(oid: number): Serializer {
    return this.serializersFor(undefined)?.[oid] ?? this.serializers[oid] ?? ((value) => serialize(value, oid) ?? '');
  }

  /** Writers that replace the built-in ones; undefined where none does. */
  serializersFor(ofCall: SerializerOptions | undefined): Record<number, Serializer> | undefined {
    const own: Record<number, Serializer> = { ...this.serializers, ...ofCall };
    if (!hasAny(own)) return undefined;
    const arrays: Record<number, Serializer> = {};
    for (const [array, element] of [...ELEMENT_OF, ...this.#userArrays]) {
      const write = own[element];
      if (write === undefined) continue;
      arrays[array] = (value: unknown) =>
        Array.isArray(value) ? formatArray(value, write, delimiterOf(element)) : String(value);
    }
    return { ...arrays, ...own };
  }

  /** Whether there may be arrays among these types whose elements nobody has asked for yet. */
  hasUnknown(types: readonly number[]): boolean {
    return types.some((oid) => oid >= FIRST_USER_OID && !this.#seen.has(oid));
  }

  /** Types that are met again are looked up again. */
  forget(): void {
    this.#seen.clear();
  }

  /** Takes what the catalog says: pairs of array type and element type; the types asked for are known from now on. */
  learn(arrays: Iterable<readonly [array: number, element: number]>, types: readonly number[]): void {
    for (const [array, element] of arrays) this.#userArrays.set(array, element);
    for (const oid of types) this.#seen.add(oid);
  }
}

function arrayParser(element: Parser, elementOid: number): Parser {
  return (text) => parseArray(text, (part) => element(part, elementOid), delimiterOf(elementOid));
}

function asText(text: string): string {
  return text;
}

function hasAny(record: object): boolean {
  for (const _ in record) return true;
  return false;
}

function defaultParsers(): Record<number, Parser> {
  return Object.fromEntries(knownTypes().map((oid) => [oid, parserOf(oid) as Parser]));
}

function defaultSerializers(): Record<number, Serializer> {
  return Object.fromEntries(knownTypes().map((oid) => [oid, (value: unknown) => serialize(value, oid) ?? '']));
}
