// A tab that goes on writing while its leader goes: when each write was acknowledged, and which were.

const INSERT = "insert into note (number, title) values ($1, 'written')";
/** How long one write is waited for before the next one begins: PGliteWorker never ends some that were on their way. */
const PATIENCE_MS = 50;
const POLL_MS = 50;

export class Writing {
  #db;
  #next;
  #acknowledged = [];
  #epochsMs = [];
  #isStopped = false;

  constructor(db, first) {
    this.#db = db;
    this.#next = first;
    this.#run();
  }

  /**
   * The time of day of the first acknowledgement by the next leader: the one that ends the longest gap. It is known
   * when writes have been acknowledged for a while again.
   */
  async firstAfterGap(sinceEpochMs) {
    let gapEnd;
    do {
      await pause(POLL_MS);
      gapEnd = this.#endOfLongestGap(sinceEpochMs);
    } while (gapEnd === undefined);
    return gapEnd;
  }

  /** Ends, and gives the numbers that were acknowledged and the next one that is free. */
  stop() {
    this.#isStopped = true;
    return { acknowledged: this.#acknowledged, next: this.#next };
  }

  async #run() {
    while (!this.#isStopped) {
      await Promise.race([this.#write(this.#next++), pause(PATIENCE_MS)]);
    }
  }

  async #write(number) {
    try {
      await this.#db.query(INSERT, [number]);
      this.#epochsMs.push(performance.timeOrigin + performance.now());
      this.#acknowledged.push(number);
    } catch {
      // Told that it failed or that nobody knows; whether there is a leader, a later one tells.
      await pause(PATIENCE_MS);
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

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
