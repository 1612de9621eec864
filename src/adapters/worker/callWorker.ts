/** The side that starts a worker: its methods, called like those of an object in this thread. */
import type { Worker } from 'node:worker_threads';
import { type Request, type Response, toError } from './messages.ts';
import type { Served } from './serve.ts';

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly listener: ((value: unknown) => void) | undefined;
}

export interface CalledWorker<T> {
  readonly methods: T;
  /** Ends it for good: whoever waits for an answer, or calls later, is told so by an `AbortError`. */
  end(): Promise<void>;
}

/**
 * Creates the worker at the first call.
 *
 * A worker that dies rejects what it was asked, and the next call starts another: whoever calls must not rely on
 * what it told an earlier one.
 *
 * @param onEnd Called when the worker is gone, and with it whatever it was told.
 */
export function callWorker<T extends Served<T>>(create: () => Worker, onEnd?: () => void): CalledWorker<T> {
  let worker: Worker | undefined;
  let hasEnded = false;
  let lastId = 0;
  const pending = new Map<number, Pending>();

  function fail(started: Worker, error: unknown): void {
    if (worker !== started) return;
    worker = undefined;
    onEnd?.();
    const waiting = [...pending.values()];
    pending.clear();
    for (const { reject } of waiting) reject(error);
  }

  function start(): Worker {
    const started = create();
    started.on('message', (response: Response) => {
      const waiting = pending.get(response.id);
      if (response.kind === 'progress') {
        waiting?.listener?.(response.value);
        return;
      }
      pending.delete(response.id);
      if (pending.size === 0) started.unref();
      if (response.kind === 'answer') waiting?.resolve(response.value);
      else waiting?.reject(toError(response.error));
    });
    started.on('error', (error) => fail(started, error));
    started.on('exit', () => fail(started, new Error('The worker ended.')));
    worker = started;
    return started;
  }

  function call(method: string, all: readonly unknown[]): Promise<unknown> {
    const signal = all.at(-1) instanceof AbortSignal ? (all.at(-1) as AbortSignal) : undefined;
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (hasEnded) return Promise.reject(endedOnPurpose());
    const target = worker ?? start();
    const id = ++lastId;
    const own = signal === undefined ? all : all.slice(0, -1);
    const listenerAt = own.findIndex((one) => typeof one === 'function');
    const listener = own[listenerAt] as Pending['listener'];
    const args = listener === undefined ? own : own.with(listenerAt, undefined);
    const post = (request: Request): void => target.postMessage(request);
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        post({ kind: 'cancel', id });
        pending.delete(id);
        reject(signal?.reason);
      };
      const settled =
        <A>(settle: (value: A) => void) =>
        (value: A) => {
          signal?.removeEventListener('abort', cancel);
          settle(value);
        };
      pending.set(id, { resolve: settled(resolve), reject: settled(reject), listener });
      signal?.addEventListener('abort', cancel, { once: true });
      target.ref();
      post({ kind: 'call', id, method, args, ...(listener !== undefined && { listenerAt }) });
    });
  }

  const methods = new Proxy({} as T, {
    get: (_, method) => (typeof method === 'string' ? (...args: unknown[]) => call(method, args) : undefined),
  });
  async function end(): Promise<void> {
    hasEnded = true;
    const started = worker;
    if (started === undefined) return;
    fail(started, endedOnPurpose());
    await started.terminate();
  }

  return { methods, end };
}

const endedOnPurpose = (): Error => new DOMException('The worker was ended.', 'AbortError');
