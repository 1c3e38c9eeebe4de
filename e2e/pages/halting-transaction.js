// A transaction of two rows that halts between them until it is told to go on.

const INSERT = 'insert into storm (tab, number, part) values ($1, $2, $3)';

export class HaltingTransaction {
  /** How it ended: an empty object for a commit, else the error's code and outcome. */
  end;
  #goOn;

  /** Begins one; resolves when the first row is in. */
  static begin(db, { name, number, ...options }) {
    const begun = new HaltingTransaction();
    const mayGoOn = new Promise((resolve) => {
      begun.#goOn = resolve;
    });
    return new Promise((resolve) => {
      const closure = async (tx) => {
        await tx.query(INSERT, [name, number, 1]);
        resolve(begun);
        await mayGoOn;
        await tx.query(INSERT, [name, number, 2]);
      };
      begun.end = db.transaction(closure, options).then(
        () => ({}),
        ({ code, outcome }) => ({ code, outcome }),
      );
      // One that fails before its first row has begun all the same, and `end` says how it failed.
      begun.end.then(() => resolve(begun));
    });
  }

  goOn() {
    this.#goOn();
  }
}
