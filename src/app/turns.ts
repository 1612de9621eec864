/** Runs tasks one after another, so that a slow older one cannot overwrite what a newer one found. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves or rejects as `task` does, once those before it have ended. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task, task);
    this.#last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}
