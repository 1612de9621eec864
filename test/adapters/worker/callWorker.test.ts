import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CalledWorker, callWorker } from '../../../src/adapters/worker/callWorker.ts';
import { UserError } from '../../../src/app/userError.ts';
import type { Echo } from './echoWorker.ts';

let starts = 0;
let ends = 0;
const start = () =>
  callWorker<Echo>(
    () => {
      starts++;
      return new Worker(new URL('./echoWorker.ts', import.meta.url));
    },
    () => {
      ends++;
    },
  );
let worker: CalledWorker<Echo>;
let methods: CalledWorker<Echo>['methods'];

beforeEach(() => {
  worker = start();
  ({ methods } = worker);
});

afterEach(() => worker.end());

test('maps, sets and nested data cross both ways', async () => {
  const value = { map: new Map([['a', [1, 2]]]), set: new Set(['x']), absent: undefined };
  expect(await methods.echo(value)).toEqual(value);
});

test('whoever asks hears of progress before the answer', async () => {
  const heard: unknown[] = [];
  expect(await methods.tell(['a', { b: 1 }], (value) => heard.push(value))).toBe(2);
  expect(heard).toEqual(['a', { b: 1 }]);
});

test('a refusal stays one, with its advice', async () => {
  const error = await methods.refuse('It failed.', 'Do this.').catch((one: unknown) => one);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ message: 'It failed.', advice: 'Do this.', cause: 'the cause' });
});

test('a defect keeps its name and where it happened', async () => {
  const error = await methods.break('not a function').catch((one: unknown) => one);
  expect(error).toMatchObject({ name: 'TypeError', message: 'not a function' });
  expect((error as Error).stack).toContain('echoWorker');
});

test('an aborted call rejects at once, and the worker is told', async () => {
  const abort = new AbortController();
  const waiting = methods.wait(abort.signal);
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(await methods.aborted()).toBe(1);
});

test('a call that is already aborted is not made', async () => {
  await expect(methods.wait(AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
  expect(await methods.aborted()).toBe(0);
});

test('a worker that dies rejects what it was asked; the next call starts another', async () => {
  const before = ends;
  await expect(methods.exit()).rejects.toThrow('The worker ended.');
  expect(await methods.echo('again')).toBe('again');
  expect(ends).toBe(before + 1);
});

test('one that was ended on purpose tells whoever waits, and is not started again', async () => {
  await methods.echo('started');
  const before = starts;
  const waiting = methods.wait(new AbortController().signal);
  const ended = worker.end();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await ended;
  await expect(methods.echo('again')).rejects.toMatchObject({ name: 'AbortError' });
  expect(starts).toBe(before);
});

test('one that nobody ever called ends at once', async () => {
  const before = starts;
  await worker.end();
  expect(starts).toBe(before);
});
