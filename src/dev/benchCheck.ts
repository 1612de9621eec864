/**
 * `driftline check` against `alembic check`: the same 100 tables in models, migrations and a real database, whole
 * processes in turn. Both have to find that nothing differs. What either keeps between runs is there, or removed.
 *
 * Needs a PostgreSQL server from npm, and python3 with what {@link ensureAlembic} installs.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureAlembic, ensureDriver } from './alembic.ts';
import { type Database, withDatabase } from './benchServer.ts';
import { build } from './build.ts';
import { root } from './root.ts';

const TABLES = 100;
const TABLES_IN_A_FILE = 4;
const RUNS = 9;

export async function benchCheck(): Promise<void> {
  const python = await ensureAlembic();
  if (python === undefined) {
    console.log('\ndriftline check: no python3 to compare with');
    return;
  }
  ensureDriver(python);
  await withDatabase('shop', async (database) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'driftline-bench-'));
    try {
      await writeProject(folder);
      compare(folder, python, database);
    } finally {
      for (const one of [folder, `${folder}-cache`]) await rm(one, { recursive: true, force: true });
    }
  });
}

function compare(folder: string, python: string, { port, name, user, password }: Database): void {
  const url = `postgresql+psycopg://${user}:${password}@127.0.0.1:${port}/${name}?sslmode=disable`;
  const cache = `${folder}-cache`;
  const own = { XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };
  const env = { ...process.env, DATABASE_URL: url, ...own };
  const run = (program: string, args: readonly string[]): number => {
    const before = performance.now();
    const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: folder, env });
    if (status !== 0) throw new Error(`${path.basename(program)} failed:\n${stdout}${stderr}`);
    return performance.now() - before;
  };
  const cli = path.join(root, 'dist/cli.cjs');
  const again = () => run(process.execPath, [cli, 'check', '--yes', folder]);
  const edited = () => {
    appendFileSync(path.join(folder, 'shop/models/part_0.py'), '# Another word\n');
    return again();
  };
  const first = () => {
    rmSync(cache, { recursive: true, force: true });
    return again();
  };
  const alembic = (command: string, ...rest: readonly string[]) =>
    run(python, ['-m', 'alembic.config', command, ...rest]);
  alembic('upgrade', 'head');
  const cold = () => {
    removeCompiled(folder);
    return alembic('check');
  };
  for (const warmUp of [first, cold]) warmUp();
  const rounds = Array.from({ length: RUNS }, () => {
    const own = { first: first(), again: again(), edited: edited() };
    return { ...own, cold: cold(), warm: alembic('check') };
  });
  const of = (which: keyof (typeof rounds)[0]) => `${median(rounds.map((one) => one[which])).toFixed(0)} ms`;
  const against = (which: 'first' | 'again' | 'edited', other: 'cold' | 'warm') =>
    `${of(which)}, ${median(rounds.map((one) => one[other] / one[which])).toFixed(1)} times faster`;
  console.log(`\n${TABLES} tables checked, whole process, medians of ${RUNS} runs in turn:`);
  console.log(`  alembic check, the first     ${of('cold')}; scripts compiled before: ${of('warm')}`);
  console.log(`  driftline check, the first   ${against('first', 'cold')}`);
  console.log(`  a file of models was edited  ${against('edited', 'warm')}`);
  console.log(`  nothing was                  ${against('again', 'warm')}`);
}

/** A checkout that nobody has run yet: Python keeps what it compiled beside the scripts. */
function removeCompiled(folder: string): void {
  for (const place of ['shop', 'shop/models', 'migrations', 'migrations/versions'])
    rmSync(path.join(folder, place, '__pycache__'), { recursive: true, force: true });
}

async function writeProject(folder: string): Promise<void> {
  const files = new Map(projectFiles);
  for (let first = 0; first < TABLES; first += TABLES_IN_A_FILE)
    files.set(`shop/models/part_${first / TABLES_IN_A_FILE}.py`, modelsFrom(first));
  for (let n = 0; n < TABLES; n++)
    files.set(`migrations/versions/${revisionId(n)}_table_${n}.py`, revisionText(n));
  for (const [name, text] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

const parts = Array.from(
  { length: TABLES / TABLES_IN_A_FILE },
  (_, n) => `from shop.models import part_${n}`,
);

const projectFiles: readonly (readonly [file: string, text: string])[] = [
  [
    '.vscode/settings.json',
    JSON.stringify({
      'driftline.environments': [{ name: 'local', connection: { url: '${env:DATABASE_URL}' } }],
    }),
  ],
  ['alembic.ini', '[alembic]\nscript_location = %(here)s/migrations\nprepend_sys_path = .\n'],
  [
    'migrations/env.py',
    `import os
import sqlalchemy
from alembic import context
from shop.base import Base
import shop.models

with sqlalchemy.create_engine(os.environ['DATABASE_URL']).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
`,
  ],
  ['shop/__init__.py', ''],
  ['shop/base.py', 'from sqlalchemy.orm import DeclarativeBase\n\nclass Base(DeclarativeBase):\n    pass\n'],
  ['shop/models/__init__.py', `${parts.join('\n')}\n`],
];

function modelsFrom(first: number): string {
  const classes = Array.from({ length: TABLES_IN_A_FILE }, (_, index) => classText(first + index));
  return `from datetime import datetime
from decimal import Decimal
from sqlalchemy import DateTime, ForeignKey, Index, Numeric, String, Text, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from shop.base import Base
${classes.join('')}`;
}

function classText(n: number): string {
  const name = `table_${n}`;
  return `

class Table${n}(Base):
    __tablename__ = '${name}'
    __table_args__ = (
        UniqueConstraint('name', 'email', name='uq_${name}_name'),
        Index('ix_${name}_created_at', 'created_at'),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey('${parentOf(n)}.id', name='fk_${name}_parent'))
    name: Mapped[str] = mapped_column(String(255), index=True)
    email: Mapped[str | None] = mapped_column(Text)
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2), server_default='0')
    active: Mapped[bool] = mapped_column(server_default='true')
    data: Mapped[dict | None] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
`;
}

function revisionText(n: number): string {
  const name = `table_${n}`;
  return `"""Table number ${n}"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '${revisionId(n)}'
down_revision = ${n === 0 ? 'None' : `'${revisionId(n - 1)}'`}
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        '${name}',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('parent_id', sa.Integer(), nullable=True),
        sa.Column('name', sa.String(length=255), nullable=False),
        sa.Column('email', sa.Text(), nullable=True),
        sa.Column('amount', sa.Numeric(precision=10, scale=2), server_default='0', nullable=False),
        sa.Column('active', sa.Boolean(), server_default='true', nullable=False),
        sa.Column('data', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
        sa.ForeignKeyConstraint(['parent_id'], ['${parentOf(n)}.id'], name='fk_${name}_parent'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('name', 'email', name='uq_${name}_name'),
    )
    op.create_index('ix_${name}_created_at', '${name}', ['created_at'], unique=False)
    op.create_index(op.f('ix_${name}_name'), '${name}', ['name'], unique=False)


def downgrade():
    op.drop_index(op.f('ix_${name}_name'), table_name='${name}')
    op.drop_index('ix_${name}_created_at', table_name='${name}')
    op.drop_table('${name}')
`;
}

const parentOf = (n: number): string => `table_${Math.floor(n / 2)}`;

const revisionId = (n: number): string => (0x1000_0000_0000 + n * 0x5_bd1e_995).toString(16);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

if (process.argv[1] === import.meta.filename) {
  await build({ production: true });
  await benchCheck();
}
