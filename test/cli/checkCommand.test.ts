/** `driftline check`: a process as users and their continuous integration start it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkDocument } from '../../src/core/models/check/formats/checkDocument.ts';
import { caches, commandLine } from '../support/commandLine.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'driftline-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files: Readonly<Record<string, string>> = {
  'shop/alembic.ini': '[alembic]\nscript_location = migrations\n',
  'shop/migrations/env.py': `from alembic import context
from app.models import Base

context.configure(target_metadata=Base.metadata)
`,
  'shop/migrations/versions/a1.py': `"""first"""
from alembic import op
import sqlalchemy as sa

revision = 'a1'
down_revision = None


def upgrade():
    op.create_table(
        'users',
        sa.Column('id', sa.Integer(), primary_key=True),
        sa.Column('name', sa.String(10), nullable=False),
        sa.Column('motto', sa.String()),
    )
`,
  'shop/app/__init__.py': '',
  'shop/app/models.py': `from sqlalchemy import Column, Integer, String, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = 'users'
    id = Column(Integer, primary_key=True)
    name = Column(String(50), nullable=False)
    motto = Column(Text)
`,
  'none/migrations/000001_users.up.sql': 'CREATE TABLE users (id int);',
  'shop/.vscode/settings.json': JSON.stringify({
    'driftline.environments': [
      { name: 'local', connection: { host: '127.0.0.1', port: 1, database: 'shop', user: 'app' } },
    ],
  }),
};

beforeAll(async () => {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
});

function run(...args: readonly string[]) {
  const { PATH } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [commandLine, 'check', ...args], {
    encoding: 'utf8',
    env: { PATH, HOME: folder, XDG_CONFIG_HOME: folder, NO_COLOR: '1', ...caches },
  });
  return { code: status, stdout, stderr };
}

const shop = path.join(folder, 'shop');
const offline = (...args: readonly string[]) => run('--offline', shop, ...args);

const finding =
  'users.name is character varying(10) after all migrations; the model says character varying(50). No revision makes it so.';

describe('driftline check', { timeout: 60_000 }, () => {
  test('tells where the models and the migrations disagree', () => {
    expect(offline()).toEqual({
      code: 1,
      stdout: `shop
app/models.py:10:19 warning column-too-narrow users.name is character varying(10) after all migrations; the model says character varying(50).
    No revision makes it so.
    Last set by migrations/versions/a1.py:10:5

! 1 warning. 3 columns of 1 table compared with the migrations.
`,
      stderr: '',
    });
  });

  test('hints are told only where all is asked for', () => {
    expect(offline('--all').stdout).toContain(
      'app/models.py:11:20 hint equivalent-type users.motto is character varying after all migrations; the model says text. Both hold the same values.',
    );
  });

  test('only what is grave enough counts', () => {
    expect(offline('--fail-on', 'error').code).toBe(0);
  });

  test('JSON is as its schema says', () => {
    const { code, stdout } = offline('--format', 'json');
    const document = checkDocument.parse(JSON.parse(stdout));
    expect([code, document.clean, document.projects[0]?.findings[0]?.message]).toEqual([1, false, finding]);
    const schema = JSON.parse(run('--json-schema').stdout) as { readonly properties: object };
    expect(Object.keys(schema.properties)).toEqual(['version', 'clean', 'projects']);
  });

  test.each([
    ['sarif', '"uri": "app/models.py"'],
    ['github', '::warning file=app/models.py,line=10,endLine=10,col=19,endColumn=29,title='],
    ['junit', '<failure message="users.name is character varying(10)'],
  ])('%s', (format, expected) => {
    const { code, stdout } = offline('--format', format);
    expect(code).toBe(1);
    expect(stdout).toContain(expected);
  });

  test('a baseline keeps what is known, and nothing of this machine', () => {
    const file = path.join(folder, 'known', 'baseline.json');
    expect(offline('--write-baseline', file)).toEqual({
      code: 0,
      stdout:
        'shop\n✓ The models agree. 3 columns of 1 table compared with the migrations, 2 findings left out.\n',
      stderr: `Wrote 2 findings to ${file}.\n`,
    });
    expect(readFileSync(file, 'utf8')).not.toContain(folder);
    expect(offline('--baseline', file).code).toBe(0);
  });

  test('an environment that cannot be read is no success', () => {
    const { code, stdout } = run(shop, '--yes');
    expect(code).toBe(2);
    expect(stdout).toContain('✗ local: No server listens at 127.0.0.1:1.');
    expect(stdout).toContain('app/models.py:10:19 warning column-too-narrow');
  });

  test.each([
    [['--format', 'xml'], '--format cannot be xml. Write one of: text, json, sarif, github, junit.'],
    [['--fail-on', 'never'], '--fail-on cannot be never. Write one of: error, warning, information.'],
    [['--baseline', 'nowhere.json'], 'The baseline nowhere.json cannot be read.'],
    [['--env', 'moon'], 'There is no environment moon.'],
  ])('%j is refused', (args, message) => {
    const { code, stderr } = offline(...args);
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(message);
  });

  test('migrations without models are said to be', () => {
    const { code, stderr } = run('--offline', path.join(folder, 'none'));
    expect(code).toBe(2);
    expect(stderr).toContain('No project here can have SQLAlchemy models: none is migrated by Alembic.');
  });
});
