import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isStale } from '../../src/dev/stale.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-stale-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function changed(path: string, second: number): Promise<string> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, path);
  await utimes(file, second, second);
  return file;
}

test('what is newer than all its sources is up to date', async () => {
  await changed('src/core/a.ts', 10);
  const output = await changed('dist/a.cjs', 20);
  expect(await isStale([output], [join(folder, 'src')])).toBe(false);
});

test('one newer file, deep in a source folder, is enough', async () => {
  await changed('src/core/deep/a.ts', 30);
  const output = await changed('dist/a.cjs', 20);
  expect(await isStale([output], [join(folder, 'src')])).toBe(true);
});

test('the oldest of several outputs decides, and one that is missing is stale', async () => {
  const source = await changed('package.json', 15);
  const outputs = [await changed('dist/a.cjs', 20), await changed('dist/b.cjs', 10)];
  expect(await isStale(outputs, [source])).toBe(true);
  expect(await isStale([join(folder, 'dist/c.cjs')], [source])).toBe(true);
});
