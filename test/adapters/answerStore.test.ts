import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAnswerStore } from '../../src/adapters/answerStore.ts';

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'driftline-answers-'));
  folder = path.join(parent, 'answers');
});
afterEach(() => rmSync(parent, { recursive: true }));

const kept = { asked: 'a', found: new Map([['/w/a.py', 'b']]), answer: { tables: new Map([['t', [1n]]]) } };
const files = () => readdirSync(folder).map((name) => path.join(folder, name));

test('another run finds what was put there; another version of the program does not', () => {
  createAnswerStore(folder, 'v1').put('slot', kept);
  expect(createAnswerStore(folder, 'v1').get('slot')).toEqual(kept);
  expect(createAnswerStore(folder, 'v1').get('other')).toBeUndefined();
  expect(createAnswerStore(folder, 'v2').get('slot')).toBeUndefined();
});

test('nobody else may read it', () => {
  createAnswerStore(folder, 'v1').put('slot', kept);
  expect(files().map((file) => statSync(file).mode & 0o777)).toEqual([0o600]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('what is broken is as good as nothing', () => {
  const store = createAnswerStore(folder, 'v1');
  store.put('slot', kept);
  for (const file of files()) writeFileSync(file, 'broken');
  expect(store.get('slot')).toBeUndefined();
  store.put('slot', kept);
  expect(store.get('slot')).toEqual(kept);
});

test('what nobody asked for lately is removed', () => {
  const store = createAnswerStore(folder, 'v1');
  store.put('slot', kept);
  for (const file of files()) utimesSync(file, 1e9, 1e9);
  store.put('other', kept);
  expect(store.get('slot')).toBeUndefined();
  expect(files()).toHaveLength(1);
});

test('where nothing can be written, nothing is kept', () => {
  writeFileSync(folder, 'a file');
  const store = createAnswerStore(folder, 'v1');
  store.put('slot', kept);
  expect(store.get('slot')).toBeUndefined();
});

test('what is equal in every part has one digest, however it came about', () => {
  const { digest } = createAnswerStore(folder, 'v1');
  const half = { at: 0.5, name: 'pens', all: new Map([['a', new Set([1])]]) };
  const whole = { ...half, at: half.at * 2, name: ['p', 'ens'].join('') };
  expect(digest(whole)).toBe(digest({ at: 1, name: 'pens', all: new Map([['a', new Set([1])]]) }));
  expect(digest(whole)).not.toBe(digest({ ...whole, all: new Map([['a', new Set([2])]]) }));
  expect(digest(deserialize(serialize(whole)))).toBe(digest(whole));
  expect(digest(undefined)).not.toBe(digest('undefined'));
});
