/** An error's fields as a plain object that can leave the page. */
export function plainError(error) {
  if (!(error instanceof Error) && !(error instanceof DOMException)) {
    return { name: 'NotAnError', message: String(error) };
  }
  const plain = { name: error.name, message: error.message, stack: error.stack };
  for (const key of Object.getOwnPropertyNames(error)) {
    if (['string', 'number', 'boolean'].includes(typeof error[key])) {
      plain[key] = error[key];
    }
  }
  return plain;
}
