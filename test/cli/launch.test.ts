/** The launcher, beside a small command line of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildLauncher } from '../../src/dev/build.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'driftline-launch-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function build(text: string): Promise<void> {
  const main = path.join(folder, 'main.cjs');
  writeFileSync(main, text);
  await buildLauncher(main);
}

function run(environment: Readonly<Record<string, string>> = {}): string {
  const { NODE_DISABLE_COMPILE_CACHE: _, ...env } = process.env;
  const { stdout } = spawnSync(process.execPath, [path.join(folder, 'cli.cjs'), 'history'], {
    encoding: 'utf8',
    env: { ...env, NODE_COMPILE_CACHE: path.join(folder, 'cache'), ...environment },
  });
  return stdout;
}

function compiled(): readonly string[] {
  const files = readdirSync(path.join(folder, 'cache'), { recursive: true, encoding: 'utf8' });
  const own = files.filter((file) => path.basename(file).startsWith('driftline-'));
  return own.map((file) => path.join(folder, 'cache', file));
}

const greets = (word: string) =>
  `const greet = () => '${word} ' + process.argv[2] + ' ' + require('node:path').basename(__filename);
process.stdout.write(greet());`;

test('what one run compiled serves the next', async () => {
  await build(greets('hello'));
  expect([run(), run()]).toEqual(['hello history main.cjs', 'hello history main.cjs']);
  expect(compiled()).toHaveLength(1);
});

test('another build, even of the same length, is compiled anew', async () => {
  await build(greets('hello'));
  run();
  await build(greets('olleh'));
  expect([run(), run()]).toEqual(['olleh history main.cjs', 'olleh history main.cjs']);
});

test('what cannot be used is replaced', async () => {
  await build(greets('hello'));
  run();
  const [file = ''] = compiled();
  writeFileSync(file, 'broken');
  expect(run()).toBe('hello history main.cjs');
  expect(readFileSync(file).length).toBeGreaterThan('broken'.length);
  expect(run()).toBe('hello history main.cjs');
});

test('without a cache it runs all the same', async () => {
  await build(greets('hello'));
  expect(run({ NODE_DISABLE_COMPILE_CACHE: '1' })).toBe('hello history main.cjs');
});
