/** The side of the worker: answers calls of an object's methods. */
import type { MessagePort } from 'node:worker_threads';
import { type Request, type Response, toErrorData } from './messages.ts';

/**
 * Every method takes plain data, perhaps one function that hears of progress, and, last, a signal that is aborted when
 * nobody waits for the answer any more.
 */
export type Served<T> = {
  readonly [K in keyof T]: (...args: never[]) => Promise<unknown>;
};

export function serve<T extends Served<T>>(port: MessagePort, served: T): void {
  const running = new Map<number, AbortController>();
  const answer = (response: Response): void => port.postMessage(response);
  port.on('message', (request: Request) => {
    const { id } = request;
    if (request.kind === 'cancel') {
      running.get(id)?.abort();
      return;
    }
    const abort = new AbortController();
    running.set(id, abort);
    const method = served[request.method as keyof T] as unknown as (...args: unknown[]) => Promise<unknown>;
    const { listenerAt } = request;
    const listener = (value: unknown) => answer({ kind: 'progress', id, value });
    const args = listenerAt === undefined ? request.args : request.args.with(listenerAt, listener);
    method
      .call(served, ...args, abort.signal)
      .then(
        (value) => answer({ kind: 'answer', id, value }),
        (error: unknown) => answer({ kind: 'refusal', id, error: toErrorData(error) }),
      )
      .finally(() => running.delete(id));
  });
}
