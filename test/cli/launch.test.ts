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

async function build(word: string): Promise<void> {
  writeFileSync(path.join(folder, 'words.cjs'), `exports.word = () => '${word}';`);
  writeFileSync(
    path.join(folder, 'main.cjs'),
    `const { word } = require('./words.cjs');
const { basename } = require('node:path');
const same = require('./words.cjs').word === word;
process.stdout.write([word(), process.argv[2], basename(__filename), same].join(' '));
if (process.argv[2] === 'fail') process.exitCode = 2;`,
  );
  await buildLauncher(folder);
}

function run(command = 'history', ...rest: readonly string[]): string {
  const { stdout } = spawnSync(process.execPath, [path.join(folder, 'cli.cjs'), command, ...rest], {
    encoding: 'utf8',
    env: {
      ...process.env,
      XDG_CACHE_HOME: path.join(folder, 'cache'),
      LOCALAPPDATA: path.join(folder, 'cache'),
    },
  });
  return stdout;
}

/** Below the folder of all that was compiled. */
function compiled(): readonly string[] {
  const files = readdirSync(path.join(folder, 'cache'), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.cjs')).map((file) => path.join(folder, 'cache', file));
}

const answer = 'hello history main.cjs true';

test('what one run compiled serves the next', async () => {
  await build('hello');
  expect([run(), run()]).toEqual([answer, answer]);
  expect(compiled().map((file) => path.basename(file))).toEqual(['main.cjs', 'words.cjs']);
});

test('another build, even of the same length, is compiled anew and takes the place of the old', async () => {
  await build('hello');
  run();
  await build('olleh');
  expect([run(), run()]).toEqual(['olleh history main.cjs true', 'olleh history main.cjs true']);
  expect(compiled()).toHaveLength(2);
});

test('what cannot be used is replaced', async () => {
  await build('hello');
  run();
  const [file = ''] = compiled();
  writeFileSync(file, 'broken');
  expect(run()).toBe(answer);
  expect(readFileSync(file).length).toBeGreaterThan('broken'.length);
  expect(run()).toBe(answer);
});

test('each command has its own, whatever its values; one that fails has none', async () => {
  await build('hello');
  for (const rest of [['--env', 'a'], ['--env=b'], ['--env', 'c', '/w']]) run('check', ...rest);
  expect(compiled()).toHaveLength(2);
  run('fail');
  expect(compiled()).toHaveLength(2);
  run('check');
  expect(compiled()).toHaveLength(4);
});

test('without a cache it runs all the same', async () => {
  await build('hello');
  writeFileSync(path.join(folder, 'cache'), 'no folder');
  expect(run()).toBe(answer);
});
