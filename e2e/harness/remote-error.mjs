/** An error that was thrown in a page, with all the fields it had there. */
export class RemoteError extends Error {
  constructor(tabName, { name, message, stack, ...fields }) {
    super(message);
    Object.assign(this, fields);
    this.name = name;
    this.tabName = tabName;
    this.remoteStack = stack;
  }
}
