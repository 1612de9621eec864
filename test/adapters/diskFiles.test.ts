import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiskFiles } from '../../src/adapters/diskFiles.ts';

const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = (await mkdtemp(join(tmpdir(), 'driftline-files-'))).replaceAll('\\', '/');
});

afterEach(() => rm(folder, { recursive: true }));

async function write(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), path);
  }
}

function relative(paths: readonly string[]): readonly string[] {
  return paths.map((path) => path.slice(folder.length + 1));
}

describe.each([{ blocking: true }, { blocking: false }])('reading with %o', (options) => {
  const files = new DiskFiles(options);
  const search = (excludes: readonly string[] = [], signal = never) =>
    files.search(folder, (name) => name === 'alembic.ini', excludes, signal);

  test('wanted files are found wherever they are, sorted', async () => {
    await write('b/alembic.ini', 'alembic.ini', 'a/deep/er/alembic.ini', 'a/other.ini');
    expect(relative(await search())).toEqual(['a/deep/er/alembic.ini', 'alembic.ini', 'b/alembic.ini']);
  });

  test('installed packages, virtual environments and version control are passed over', async () => {
    await write('.venv/pyvenv.cfg', '.venv/x/alembic.ini', 'env/pyvenv.cfg', 'env/alembic.ini');
    await write(
      'node_modules/a/alembic.ini',
      '.git/alembic.ini',
      'lib/site-packages/alembic.ini',
      'own/alembic.ini',
    );
    expect(relative(await search())).toEqual(['own/alembic.ini']);
  });

  test('what files.exclude names is passed over', async () => {
    await write('build/alembic.ini', 'a/build/alembic.ini', 'src/alembic.ini', 'old/alembic.ini');
    expect(relative(await search(['**/build', 'old/**']))).toEqual(['src/alembic.ini']);
  });

  test('a folder that links to itself ends the search', async () => {
    await write('a/alembic.ini');
    await symlink(folder, join(folder, 'a/loop'));
    expect(relative(await search())).toEqual(['a/alembic.ini']);
  });

  test('an aborted search rejects', async () => {
    await expect(search([], AbortSignal.abort())).rejects.toThrow();
  });

  test('a folder is listed in code-unit order, its own files before those below', async () => {
    await write('v/b.py', 'v/B.py', 'v/a/c.py', 'v/_x.py', 'v/__pycache__/b.pyc');
    const list = (recursive: boolean) => files.list(join(folder, 'v'), { recursive });
    expect(relative(await list(false))).toEqual(['v/B.py', 'v/_x.py', 'v/b.py']);
    expect(relative(await list(true))).toEqual(['v/B.py', 'v/_x.py', 'v/b.py', 'v/a/c.py']);
  });

  test('what is not there is nothing, not an error', async () => {
    expect(await files.read(join(folder, 'gone.py'))).toBeUndefined();
    expect(await files.list(join(folder, 'gone'), { recursive: true })).toEqual([]);
    expect(await files.search(join(folder, 'gone'), () => true, [], never)).toEqual([]);
  });
});
