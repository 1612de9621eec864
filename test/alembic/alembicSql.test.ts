/** Alembic's own SQL, as a project's command gives it, beside ours. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AlembicRun, alembicSql } from '../../src/adapters/alembicSql.ts';
import { loadSql } from '../../src/adapters/libpgQuery.ts';
import { sideBySide } from '../../src/core/preview/toolSql.ts';

const folder = mkdtempSync(join(tmpdir(), 'driftline-alembic-sql-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const env = `from alembic import context
if not context.is_offline_mode():
    raise RuntimeError("could not connect to postgresql://app:geheim@db/shop")
context.configure(url="postgresql://", literal_binds=True)
with context.begin_transaction():
    context.run_migrations()
`;

const revision = `from alembic import op
import sqlalchemy as sa
revision = "aaa1"
down_revision = None
def upgrade():
    op.create_table("t", sa.Column("id", sa.Integer(), nullable=False), sa.Column("name", sa.String(20)))
def downgrade():
    op.drop_table("t")
`;

beforeAll(() => {
  mkdirSync(join(folder, 'migrations/versions'), { recursive: true });
  writeFileSync(join(folder, 'alembic.ini'), '[alembic]\nscript_location = %(here)s/migrations\n');
  writeFileSync(join(folder, 'migrations/env.py'), env);
  writeFileSync(join(folder, 'migrations/versions/aaa1.py'), revision);
});

const run = (change: Partial<AlembicRun> = {}) =>
  alembicSql(
    {
      command: `"${process.env.DRIFTLINE_PYTHON}" -m alembic.config`,
      folder,
      direction: 'upgrade',
      from: [],
      to: ['aaa1'],
      ...change,
    },
    new AbortController().signal,
  );

test('what means the same is told alike', async () => {
  const ours = 'CREATE TABLE t (\n  id integer NOT NULL,\n  name character varying(20)\n);';
  const { theirs } = sideBySide(ours, await run(), await loadSql());
  expect(theirs).toContain(ours);
  expect(theirs).toContain("INSERT INTO alembic_version (version_num) VALUES ('aaa1')");
});

test('several branches are refused before anything is run', async () => {
  await expect(run({ from: ['aaa1', 'bbb2'] })).rejects.toThrow('here are several branches');
  await expect(run({ to: ['aaa1; rm -rf x'] })).rejects.toThrow('cannot be handed to a command');
});

test('what fails says why, without a password', async () => {
  const failed = await run({ to: ['zzz9'] }).catch((error: unknown) => error);
  expect(String(failed)).toMatch(/failed: .*zzz9/);
  writeFileSync(join(folder, 'migrations/env.py'), env.replace('not context.is_offline_mode()', 'True'));
  const refused = await run().catch((error: unknown) => error);
  expect(String(refused)).toContain('postgresql://…@db/shop');
  expect(String(refused)).not.toContain('geheim');
});
