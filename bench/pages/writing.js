// A tab that goes on writing while its leader goes: when each write was acknowledged, and which were.

const INSERT = "insert into note (number, title) values ($1, 'written')";
/** Between two writes, so that a library in trouble is not asked without end. */
const PAUSE_MS = 5;

export class Writing {
  #db;
  #next;
  #acknowledged = [];
  #epochsMs = [];
  #isStopped = false;
  #ended;

  constructor(db, first) {
    this.#db = db;
    this.#next = first;
    this.#ended = this.#run();
  }

  /**
   * The time of day of the first acknowledgement by the next leader: the one that ends the longest gap. It is known when
   * writes have been acknowledged for a while again.
   */
  async firstAfterGap(sinceEpochMs) {
    let gapEnd;
    do {
      await new Promise((resolve) => setTimeout(resolve, 50));
      gapEnd = this.#endOfLongestGap(sinceEpochMs);
    } while (gapEnd === undefined);
    return gapEnd;
  }

  /** Ends, and gives the numbers that were acknowledged and the next one that is free. */
  async stop() {
    this.#isStopped = true;
    await this.#ended;
    return { acknowledged: this.#acknowledged, next: this.#next };
  }

  async #run() {
    while (!this.#isStopped) {
      const number = this.#next++;
      try {
        await this.#db.query(INSERT, [number]);
        this.#epochsMs.push(performance.timeOrigin + performance.now());
        this.#acknowledged.push(number);
      } catch {
        // Told that it failed or that nobody knows: the next one will tell whether there is a leader.
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  #endOfLongestGap(sinceEpochMs) {
    const after = this.#epochsMs.filter((each) => each > sinceEpochMs);
    // Enough that the new leader is at work, and that the old one has long been gone.
    if (after.length < 3 || after.at(-1) - sinceEpochMs < 400) return undefined;
    let longest = { gapMs: 0 };
    let previous = sinceEpochMs;
    for (const epochMs of after) {
      if (epochMs - previous > longest.gapMs) longest = { gapMs: epochMs - previous, end: epochMs };
      previous = epochMs;
    }
    return longest.end;
  }
}
