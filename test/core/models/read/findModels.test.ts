/** Which files hold the models of a project. */
import { describe, expect, test } from 'vitest';
import type { MigrationProject } from '../../../../src/core/migration/project.ts';
import { findModels } from '../../../../src/core/models/read/findModels.ts';
import { importedNames } from '../../../../src/core/models/read/importedFiles.ts';

const project: MigrationProject = {
  id: 'shop',
  name: 'shop',
  convention: 'alembic',
  root: '/repo/shop',
  declaredIn: '/repo/shop/alembic.ini',
  folders: [{ path: '/repo/shop/alembic/versions', recursive: false }],
  versionTable: undefined,
  readFiles: ['/repo/shop/alembic/env.py'],
  problems: [],
  facts: [],
};

const table = (name: string): string => `class ${name}(Base):\n    __tablename__ = "${name.toLowerCase()}"\n`;

const common: Readonly<Record<string, string>> = {
  'shop/app/__init__.py': '',
  'shop/app/models/__init__.py': 'from .user import User\nfrom . import (\n    order,\n)\n',
  'shop/app/models/base.py': 'class Base(DeclarativeBase): ...\n',
  'shop/app/models/user.py': `from app.models.base import Base\n${table('User')}`,
  'shop/app/models/order.py': `from .base import Base\n${table('Order')}`,
  'shop/app/models/forgotten.py': `from .base import Base\n${table('Forgotten')}`,
  'shop/app/views.py': 'from app.models import User\n',
  'shop/tests/models.py': `from app.models.base import Base\n${table('Fake')}`,
  'shop/alembic/versions/0001.py': 'op.create_table("user", sa.Column("id"))\n',
  'other/models.py': table('Strange'),
};

function found(files: Readonly<Record<string, string>>, tables: readonly string[] = []): readonly string[] {
  const all = new Map(Object.entries({ ...common, ...files }).map(([path, text]) => [`/repo/${path}`, text]));
  const readFile = (path: string): string | undefined => all.get(path);
  const search = { project, files: [...all.keys()], readFile, tables: new Set(tables) };
  return findModels(search).map((path) => path.replace('/repo/', ''));
}

const models = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `shop/app/models/${name}.py`);

describe('are those that env.py imports', () => {
  test('itself or through others', () => {
    const env = 'from app.models import Base\ntarget_metadata = Base.metadata\n';
    expect(found({ 'shop/alembic/env.py': env })).toEqual(models('base', 'order', 'user'));
  });

  test('also in a function of it, but not for type checkers only', () => {
    const env =
      'def run():\n    from app.models.user import User\nif TYPE_CHECKING:\n    from app.models import forgotten\n';
    expect(found({ 'shop/alembic/env.py': env })).toEqual(models('base', 'order', 'user'));
  });

  test('and their neighbours where modules are imported by names that are computed', () => {
    const env =
      'import importlib\nfrom app.models.base import Base\nfor name in names:\n    importlib.import_module(name)\n';
    expect(found({ 'shop/alembic/env.py': env })).toEqual(models('base', 'forgotten', 'order', 'user'));
  });
});

describe('are, where env.py imports none,', () => {
  const env = { 'shop/alembic/env.py': 'from flask import current_app\n' };

  test('those of the packages near it that have a table in common with the migrations', () => {
    expect(found(env, ['user', 'order'])).toEqual(models('base', 'forgotten', 'order', 'user'));
    expect(found(env, ['strange'])).toEqual(['other/models.py']);
  });

  test('none without a table in common', () => {
    expect(found(env, ['something'])).toEqual([]);
  });
});

test('imports are found in all their spellings', () => {
  const text = [
    'import a.b as c, d',
    'from e import (f,  # one',
    '    g as h,',
    ')',
    'from . import i',
    'from ..j import *',
    'try:',
    '    import k',
    'except ImportError:',
    '    pass',
    'def later():',
    '    import l',
    'text = "import m"',
  ].join('\n');
  expect(importedNames(text, false)).toEqual(['a.b', 'd', 'e', 'e.f', 'e.g', '.', '.i', '..j', 'k']);
  expect(importedNames(text, true)).toContain('l');
});

test('are looked for again where an import changed, and only there', () => {
  const all = new Map(Object.entries(common).map(([path, text]) => [`/repo/${path}`, text]));
  all.set('/repo/shop/alembic/env.py', 'from app.models import Base\n');
  const own = { ...project };
  const search = () =>
    findModels({
      project: own,
      files: [...all.keys()],
      readFile: (path) => all.get(path),
      tables: new Set<string>(),
    });
  const first = search();
  const user = '/repo/shop/app/models/user.py';
  all.set(user, `${all.get(user)}    name = Column(String)\n`);
  expect(search()).toBe(first);
  all.set(user, `from . import forgotten\n${all.get(user)}`);
  expect(search()).toEqual([...first, '/repo/shop/app/models/forgotten.py'].sort());
});
