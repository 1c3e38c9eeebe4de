// How long a failover takes, seen from this tab.

const REASONS = { resigned: 'resigned', crashed: 'crashed', closed: 'left' };

/**
 * Measures from the moment a leader is known to go until the next is known here. A tab that goes by a button or by
 * closing says so to the others at that moment; of one that dies without a word, only the calls that wait for it tell.
 * Dispatches `ended` with what `end` returned as its detail.
 */
export class FailoverWatch extends EventTarget {
  #channel;
  #calls;
  #departure = null;

  constructor(path, calls) {
    super();
    this.#calls = calls;
    this.#channel = new BroadcastChannel(`tabularium-demo:${path}`);
    this.#channel.addEventListener('message', (event) => {
      this.#departure = event.data;
    });
  }

  /** The leader, tab `tab`, goes now: `reason` is 'resigned', 'crashed' or 'closed'. */
  announce(reason, tab) {
    this.#departure = { reason, tab, atMs: Date.now() };
    this.#channel.postMessage(this.#departure);
  }

  /** A new leader is known: how long that took (null when nobody here waited) and what ended the one before. */
  end() {
    const departure = this.#departure;
    this.#departure = null;
    const failover =
      departure === null
        ? { durationMs: this.#calls.longestWaitMs, reason: null, tab: null }
        : { durationMs: Date.now() - departure.atMs, reason: REASONS[departure.reason], tab: departure.tab };
    this.dispatchEvent(new CustomEvent('ended', { detail: failover }));
    return failover;
  }
}
