/**
 * `npm run bench`: how fast, in ratios measured in one run, because machines differ.
 *
 * - a cold chain: `driftline history` on 500 revisions against `alembic history` on the same, whole processes in turn;
 * - a keystroke: from the edited text of one of 500 revisions to the new chain, in a process that is warm;
 * - the schema engine: `benchReplay.ts`, `benchSchema.ts`; models: `benchModels.ts`, `benchCheck.ts`; previews: `benchPreview.ts`;
 * - what is loaded: the sizes of the bundles.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createWorkspace } from '../createWorkspace.ts';
import { ensureAlembic } from './alembic.ts';
import { benchCheck } from './benchCheck.ts';
import { benchModels } from './benchModels.ts';
import { benchPreview } from './benchPreview.ts';
import { benchReplay } from './benchReplay.ts';
import { benchSchema } from './benchSchema.ts';
import { build, printSizes } from './build.ts';
import { root } from './root.ts';

const REVISIONS = 500;
const RUNS = 9;

const folder = (await mkdtemp(path.join(tmpdir(), 'driftline-bench-'))).replaceAll('\\', '/');
try {
  await build({ production: true });
  await writeTree();
  await compareCold();
  await measureKeystroke();
  await benchReplay();
  await benchModels();
  await benchCheck();
  await benchPreview();
  await benchSchema();
  console.log('\nWhat is loaded:');
  await printSizes();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function compareCold(): Promise<void> {
  const python = await ensureAlembic();
  const own = () => wholeProcess(process.execPath, [path.join(root, 'dist/cli.cjs'), 'history', folder]);
  const ini = ['-c', `${folder}/alembic.ini`];
  const alembic = () => {
    // Cold is a tree that nobody has read yet; Python would keep what it compiled beside the scripts.
    rmSync(`${folder}/migrations/versions/__pycache__`, { recursive: true, force: true });
    return wholeProcess(python ?? '', ['-m', 'alembic.config', ...ini, 'history']);
  };
  own();
  if (python === undefined) {
    console.log(
      `Cold chain of ${REVISIONS} revisions: ${median(times(own)).toFixed(0)} ms (no python3 to compare with)`,
    );
    return;
  }
  alembic();
  const pairs = Array.from({ length: RUNS }, () => ({ own: own(), alembic: alembic() }));
  const ratio = median(pairs.map((pair) => pair.alembic / pair.own));
  console.log(`Cold chain of ${REVISIONS} revisions, whole process, medians of ${RUNS} runs in turn:`);
  console.log(`  driftline history  ${median(pairs.map((pair) => pair.own)).toFixed(0)} ms`);
  console.log(`  alembic history    ${median(pairs.map((pair) => pair.alembic)).toFixed(0)} ms`);
  console.log(`  ${ratio.toFixed(1)} times faster`);
}

async function measureKeystroke(): Promise<void> {
  const unused = () => Promise.reject(new Error('No environment is asked here.'));
  const workspace = createWorkspace({
    blocking: true,
    chainsOnly: false,
    folders: () => [folder],
    storedPassword: unused,
    permit: unused,
    askPassword: unused,
    keepPassword: unused,
    log: { info: () => undefined, error: () => undefined },
  });
  await workspace.find([{ folder, excludes: [] }], new AbortController().signal);
  const file = `${folder}/migrations/versions/${nameOf(REVISIONS / 2)}`;
  const text = textOf(REVISIONS / 2);
  const measured: number[] = [];
  for (let run = 0; run < 200; run++) {
    const before = performance.now();
    await workspace.textChanged(file, `${text}# ${run}\n`);
    measured.push(performance.now() - before);
  }
  console.log(`\nA keystroke in one of ${REVISIONS} revisions, to the new chain:`);
  console.log(
    `  median ${median(measured).toFixed(2)} ms, 99th percentile ${percentile(measured, 0.99).toFixed(2)} ms`,
  );
}

function wholeProcess(program: string, args: readonly string[]): number {
  // What is printed goes into a file: taking it in would be this process's time, not theirs.
  const printed = openSync(`${folder}/printed.txt`, 'w');
  const before = performance.now();
  const { status, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', printed, 'pipe'],
  });
  const time = performance.now() - before;
  closeSync(printed);
  if (status !== 0) throw new Error(`${path.basename(program)} failed:\n${stderr}`);
  return time;
}

function times(run: () => number): readonly number[] {
  return Array.from({ length: RUNS }, run);
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Two branches that part and merge every 50 revisions, scripts of a size as people write them. */
async function writeTree(): Promise<void> {
  const versions = `${folder}/migrations/versions`;
  await mkdir(versions, { recursive: true });
  await writeFile(`${folder}/alembic.ini`, '[alembic]\nscript_location = %(here)s/migrations\n');
  await writeFile(`${folder}/migrations/env.py`, 'from alembic import context\n\ncontext.configure()\n');
  await Promise.all(
    Array.from({ length: REVISIONS }, (_, index) => writeFile(`${versions}/${nameOf(index)}`, textOf(index))),
  );
}

function idOf(index: number): string {
  return (0x1000_0000_0000 + index * 0x5_bd1e_995).toString(16);
}

function nameOf(index: number): string {
  return `${idOf(index)}_change_number_${index}.py`;
}

function parentsOf(index: number): string {
  if (index === 0) return 'None';
  const place = index % 50;
  if (place === 2) return `'${idOf(index - 2)}'`;
  return place === 3 ? `('${idOf(index - 2)}', '${idOf(index - 1)}')` : `'${idOf(index - 1)}'`;
}

function textOf(index: number): string {
  const column = (number: number) =>
    `        sa.Column('value_${number}', sa.String(length=255), nullable=True),\n`;
  const columns = Array.from({ length: 8 }, (_, number) => column(number)).join('');
  return `"""Change number ${index}

Revision ID: ${idOf(index)}
Revises: ${index === 0 ? '' : idOf(index - 1)}
Create Date: 2026-01-15 02:00:00.000000

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '${idOf(index)}'
down_revision = ${parentsOf(index)}
branch_labels = None
depends_on = None


def upgrade():
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table(
        'table_${index}',
        sa.Column('id', sa.Integer(), nullable=False),
${columns}        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(op.f('ix_table_${index}_value_0'), 'table_${index}', ['value_0'], unique=False)
    # ### end Alembic commands ###


def downgrade():
    # ### commands auto generated by Alembic - please adjust! ###
    op.drop_index(op.f('ix_table_${index}_value_0'), table_name='table_${index}')
    op.drop_table('table_${index}')
    # ### end Alembic commands ###
`;
}
