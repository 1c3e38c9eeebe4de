// Subscriptions of one query `select count(*)::int as rows …`, and the moment at which all of them showed a count.

export class Watch {
  /** What each subscription showed last. */
  #shown;
  #wanted = Infinity;
  #reached;

  static async start(db, sql, count) {
    const watch = new Watch();
    watch.#shown = new Array(count).fill(0);
    for (let index = 0; index < count; index++) {
      await db.subscribe(sql, ([row]) => watch.#show(index, row.rows));
    }
    return watch;
  }

  /** Arms the watch; `reached` then gives the time of day at which the last subscription showed this many rows. */
  await(rows) {
    this.#wanted = rows;
    this.reached = new Promise((resolve) => (this.#reached = resolve));
  }

  #show(index, rows) {
    this.#shown[index] = rows;
    if (rows === this.#wanted && this.#shown.every((shown) => shown === rows)) {
      this.#reached(performance.timeOrigin + performance.now());
    }
  }
}
