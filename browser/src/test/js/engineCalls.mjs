/** The calls of an engine as its script hands it out, as promises. */
export class EngineCalls {
  #engine;
  #settle;
  #turn = Promise.resolve();

  /** Of an engine that is not open yet, and which nobody else listens to. */
  constructor(engine) {
    this.#engine = engine;
    engine.listen(
      // Lists that are empty may be missing.
      (execution) => this.#settle({ ...execution, tables: execution.tables ?? [], readSet: execution.readSet ?? [] }),
      (failure) => this.#settle(failure),
    );
  }

  /**
   * What a call came to: an execution, or the failure of the engine itself. It begins after those before it, because an
   * engine takes one at a time.
   */
  run(name, ...values) {
    const outcome = this.#turn.then(() => this.#runNow(name, values));
    this.#turn = outcome.catch(() => {});
    return outcome;
  }

  /** Fails where the call completes before it has returned. */
  #runNow(name, values) {
    return new Promise((resolve, reject) => {
      let hasReturned = false;
      this.#settle = (outcome) => {
        if (hasReturned) resolve(outcome);
        else reject(new Error('completed before the call returned'));
      };
      this.#engine[name](...values);
      hasReturned = true;
    });
  }
}
