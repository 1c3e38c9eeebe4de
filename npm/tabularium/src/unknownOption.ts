/** What to say of an option that nobody reads, because a misspelt option that is ignored costs an afternoon. */
export function unknownOptionIn(options: object, known: ReadonlySet<string>, where: string): string | undefined {
  const unknown = Object.keys(options).find((name) => !known.has(name));
  return unknown && `${where} knows no option '${unknown}'; it knows ${[...known].join(', ')}.`;
}
