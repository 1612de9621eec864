/** A worker to call in tests. */
import { parentPort } from 'node:worker_threads';
import { serve } from '../../../src/adapters/worker/serve.ts';
import { UserError } from '../../../src/app/userError.ts';

export interface Echo {
  echo(value: unknown): Promise<unknown>;
  refuse(message: string, advice: string): Promise<never>;
  break(message: string): Promise<never>;
  /** Tells each of the values, then how many there were. */
  tell(values: readonly unknown[], onValue: (value: unknown) => void): Promise<number>;
  /** Resolves with what the signal was aborted for, once it is. */
  wait(signal: AbortSignal): Promise<never>;
  /** How often `wait` was aborted. */
  aborted(): Promise<number>;
  exit(): Promise<never>;
}

let aborted = 0;

const echo: Echo = {
  echo: (value) => Promise.resolve(value),
  refuse: (message, advice) => Promise.reject(new UserError(message, advice, new Error('the cause'))),
  break: (message) => Promise.reject(new TypeError(message)),
  tell: (values, onValue) => {
    for (const value of values) onValue(value);
    return Promise.resolve(values.length);
  },
  wait: (signal) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        aborted++;
        reject(new Error('aborted'));
      });
    }),
  aborted: () => Promise.resolve(aborted),
  exit: () => process.exit(3),
};

if (parentPort !== null) serve(parentPort, echo);
