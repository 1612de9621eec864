import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findInBranches } from '../../src/adapters/gitBranches.ts';
import { loadPython } from '../../src/adapters/treeSitter.ts';
import type { MigrationProject } from '../../src/core/migration/project.ts';
import { revisionText } from '../support/memoryFiles.ts';

const never = new AbortController().signal;
let folder: string;

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid'];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-git-'));
  await mkdir(join(folder, 'versions'));
  git('init', '--initial-branch', 'main');
  await writeFile(join(folder, 'versions/aaaa1_start.py'), revisionText('aaaa1', undefined));
  git('add', '.');
  git('commit', '-m', 'start');
  git('checkout', '-b', 'feature/orders');
  await writeFile(join(folder, 'versions/bbbb2_orders.py'), revisionText('bbbb2', 'aaaa1', 'Orders'));
  await writeFile(join(folder, 'versions/cccc3_more.py'), revisionText('cccc3', 'bbbb2'));
  await mkdir(join(folder, 'other'));
  await writeFile(join(folder, 'other/bbbb2_orders.py'), revisionText('bbbb2', 'aaaa1'));
  git('add', '.');
  git('commit', '-m', 'orders');
  git('checkout', 'main');
});

afterAll(() => rm(folder, { recursive: true }));

function project(root = folder): MigrationProject {
  return {
    id: root,
    name: 'shop',
    convention: 'alembic',
    root,
    declaredIn: `${root}/alembic.ini`,
    folders: [{ path: `${root}/versions`, recursive: false }],
    versionTable: undefined,
    readFiles: [],
    problems: [],
    facts: [],
  };
}

test('the script that declares the revision is found, not those that only name it or lie elsewhere', async () => {
  const found = await findInBranches(project(), 'bbbb2', await loadPython(), never);
  expect(found.map(({ branch, path }) => [branch, path])).toEqual([
    ['feature/orders', 'versions/bbbb2_orders.py'],
  ]);
  expect(found[0]?.text).toBe(revisionText('bbbb2', 'aaaa1', 'Orders'));
});

test('a revision that no branch has is not found', async () => {
  expect(await findInBranches(project(), 'ffff9', await loadPython(), never)).toEqual([]);
});

test('an id that looks like an option or a pattern is only text', async () => {
  expect(await findInBranches(project(), '--output=x', await loadPython(), never)).toEqual([]);
  expect(await findInBranches(project(), 'bb.*', await loadPython(), never)).toEqual([]);
});

test('a folder outside any repository is said to be one', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'driftline-nogit-'));
  await expect(findInBranches(project(outside), 'bbbb2', await loadPython(), never)).rejects.toMatchObject({
    message: 'The branches could not be read.',
    advice: 'Check that this project is in a git repository.',
  });
  await rm(outside, { recursive: true });
});
