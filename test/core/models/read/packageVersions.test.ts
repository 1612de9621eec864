/** Versions that lock files and requirements leave open. */
import { describe, expect, test } from 'vitest';
import {
  always,
  handsOnSchema,
  neverSince,
  unknownVersions,
  type VersionRange,
  versionsFor,
  versionsIn,
} from '../../../../src/core/models/read/packageVersions.ts';

const range = ({ from, below }: VersionRange): string => `${from.join('.')} … ${below?.join('.') ?? ''}`;

test.each([
  [
    'uv.lock',
    '[[package]]\nname = "sqlalchemy"\nversion = "2.0.36"\nsource = { registry = "x" }\n',
    'sqlalchemy 2.0.36 … 2.0.36.1',
  ],
  ['poetry.lock', '[[package]]\nname = "SQLAlchemy"\nversion = "2.1.0b1"\n', 'sqlalchemy 2.1.0 … 2.1.0.1'],
  // Of two versions for two platforms, neither is known to be the one.
  [
    'uv.lock',
    '[[package]]\nname = "sqlmodel"\nversion = "0.0.22"\n\n[[package]]\nname = "sqlmodel"\nversion = "0.0.45"\n',
    '',
  ],
  [
    'Pipfile.lock',
    '{"default": {"sqlmodel": {"hashes": ["a"], "version": "==0.0.22"}}}',
    'sqlmodel 0.0.22 … 0.0.22.1',
  ],
  ['requirements.txt', 'Flask==3.0\nSQLAlchemy[asyncio]>=2.0,<2.1  # the ORM\n', 'sqlalchemy 2.0 … 2.1'],
  ['requirements.txt', 'sqlalchemy-utils==0.41\nsqlmodel~=0.0.14\n', 'sqlmodel 0.0.14 … 0.1'],
  ['requirements.txt', 'sqlalchemy\n', ''],
  [
    'pyproject.toml',
    '[project]\ndependencies = [\n  "sqlalchemy>=2.0.25",\n  "pydantic==2.*",\n]\n',
    'sqlalchemy 2.0.25 … , pydantic 2 … 3',
  ],
  [
    'pyproject.toml',
    '[tool.poetry.dependencies]\nsqlalchemy = "^2.0"\nsqlmodel = {version = "^0.0.22", extras = ["x"]}\n',
    'sqlalchemy 2.0 … 3, sqlmodel 0.0.22 … 0.0.23',
  ],
])('%s: %j', (name, text, expected) => {
  expect(
    versionsIn(name, text)
      .map(([one, found]) => `${one} ${range(found)}`)
      .join(', '),
  ).toBe(expected);
});

test('what lies nearest above the models counts, and a lock file before what people ask for', () => {
  const files: Readonly<Record<string, string>> = {
    '/repo/requirements.txt': 'sqlalchemy==1.4.50\nsqlmodel==0.0.8\n',
    '/repo/service/pyproject.toml': '"sqlalchemy>=2"',
    '/repo/service/uv.lock': 'name = "sqlalchemy"\nversion = "2.0.40"\n',
  };
  const versions = versionsFor('/repo/service/app/models.py', (path) => files[path]);
  expect(versions.sqlalchemy?.from).toEqual([2, 0, 40]);
  expect(versions.sqlmodel?.from).toEqual([0, 0, 8]);
  expect(versions.pydantic).toBeUndefined();
});

describe('what is decided by a version', () => {
  test('is decided only where all versions agree', () => {
    const locked = { from: [2, 0, 40], below: [2, 0, 40, 1] };
    const open = { from: [2, 0], below: undefined };
    expect([always(locked, [2, 0]), neverSince(locked, [2, 1])]).toEqual([true, true]);
    expect([always(open, [2, 1]), neverSince(open, [2, 1])]).toEqual([false, false]);
    expect(handsOnSchema({ ...unknownVersions, sqlalchemy: locked })).toBe(false);
    expect(handsOnSchema({ ...unknownVersions, sqlalchemy: open })).toBeUndefined();
    expect(handsOnSchema({ ...unknownVersions, sqlalchemy: { from: [2, 1], below: undefined } })).toBe(true);
  });
});
