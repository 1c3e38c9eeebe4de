import { guarded } from '../../guarded.js';

/** Who is told of a live query's results. It has ended when the last of them has left. */
export class Subscribers<T> {
  #callbacks: ((news: T) => void)[];
  readonly #onEnd: () => void;
  #hasEnded = false;

  constructor(first: ((news: T) => void) | undefined, onEnd: () => void) {
    this.#callbacks = first === undefined ? [] : [first];
    this.#onEnd = onEnd;
  }

  tell(news: T): void {
    for (const callback of [...this.#callbacks]) {
      if (this.#callbacks.includes(callback)) guarded(() => callback(news));
    }
  }

  readonly subscribe = (callback: (news: T) => void): void => {
    if (this.#hasEnded) throw new Error('Live query is no longer active and cannot be subscribed to');
    this.#callbacks.push(callback);
  };

  /** Without a callback, everybody leaves. */
  readonly unsubscribe = async (callback?: (news: T) => void): Promise<void> => {
    this.#callbacks = callback === undefined ? [] : this.#callbacks.filter((other) => other !== callback);
    if (this.#callbacks.length > 0 || this.#hasEnded) return;
    this.#hasEnded = true;
    this.#onEnd();
  };

  /** Tells the first news and gives it back. From now on everybody leaves when the signal is aborted, also if it was already. */
  tellFirst(news: T, signal: AbortSignal | undefined): T {
    if (signal?.aborted === true) void this.unsubscribe();
    else signal?.addEventListener('abort', () => void this.unsubscribe(), { once: true });
    this.tell(news);
    return news;
  }
}
