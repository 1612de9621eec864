import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addAgreed, readAgreed } from '../../src/cli/agreedFile.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-agreed-'));
  file = join(folder, 'driftline/agreed.json');
});

afterEach(() => rm(folder, { recursive: true }));

test('what was agreed to earlier stays, and nothing else is left beside the file', async () => {
  expect(readAgreed(file)).toEqual(new Set());
  addAgreed(file, ['a', 'b']);
  addAgreed(file, ['b', 'c']);
  expect([...readAgreed(file)]).toEqual(['a', 'b', 'c']);
  expect(await readdir(join(folder, 'driftline'))).toEqual(['agreed.json']);
});

test.skipIf(process.platform === 'win32')('nobody else can read it', async () => {
  addAgreed(file, ['a']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test.each(['', '{', 'null', '[]', '{"agreed": "a"}', '{"agreed": [1, null]}'])(
  'a broken file, %j, counts as empty and is replaced',
  async (text) => {
    addAgreed(file, ['old']);
    await writeFile(file, text);
    expect(readAgreed(file)).toEqual(new Set());
    addAgreed(file, ['new']);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ agreed: ['new'] });
  },
);
