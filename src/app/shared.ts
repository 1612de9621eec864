/** Work that several may want at the same time, done once. Whoever gives up waiting takes it from nobody else. */

interface Run<T> {
  readonly result: Promise<T>;
  readonly abort: AbortController;
  waiting: number;
}

export class Shared<T> {
  readonly #runs = new Map<string, Run<T>>();

  has(key: string): boolean {
    return this.#runs.has(key);
  }

  /**
   * Joins the work that is going on under a name, or starts it. Rejects with the signal's reason when aborted; the last
   * one who waits aborts the work itself, and then sees how that ends.
   */
  run(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const run = this.#runs.get(key) ?? this.#start(key, start);
    run.waiting++;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        run.waiting--;
        if (run.waiting > 0) {
          reject(signal.reason);
          return;
        }
        this.#forget(key, run);
        run.abort.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      run.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): Run<T> {
    const abort = new AbortController();
    const result = start(abort.signal).finally(() => this.#forget(key, run));
    const run: Run<T> = { result, abort, waiting: 0 };
    this.#runs.set(key, run);
    return run;
  }

  #forget(key: string, run: Run<T>): void {
    if (this.#runs.get(key) === run) this.#runs.delete(key);
  }
}
