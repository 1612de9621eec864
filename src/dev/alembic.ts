/** A real Alembic, and what models are written with, to compare with: each in a virtual environment of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from './root.ts';

// The answers recorded as fixtures are this version's.
const alembic = '1.20.1';

/** Packages that bring models of their own kinds, with a SQLAlchemy that both take. */
const modelPackages = ['sqlmodel==0.0.24', 'Flask-SQLAlchemy==3.1.1', 'SQLAlchemy==2.0.52'];

/** The environment's python; `undefined` where there is no python3 with venv and pip. Installs with pip, once. */
export function ensureAlembic(): Promise<string | undefined> {
  return ensureEnvironment(`alembic-${alembic}`, [`alembic==${alembic}`]);
}

/** Likewise, of SQLModel and Flask-SQLAlchemy: they do not take the SQLAlchemy that Alembic brings. */
export function ensureModelPackages(): Promise<string | undefined> {
  const name = modelPackages.map((one) => one.toLowerCase().replace('==', '-')).join('-');
  return ensureEnvironment(name, modelPackages);
}

async function ensureEnvironment(name: string, packages: readonly string[]): Promise<string | undefined> {
  const folder = path.join(cacheFolder(), name);
  const python = path.join(folder, 'bin/python');
  if (existsSync(path.join(folder, 'complete'))) return python;
  if (!succeeds('python3', ['-c', 'import ensurepip, venv'])) return undefined;
  console.log(`Installing ${packages.join(', ')} with pip into ${folder}; once.`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.dirname(folder), { recursive: true });
  run('python3', ['-m', 'venv', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
  // A virtual environment cannot be moved into place: its scripts hold its path. A mark says that it is whole.
  await writeFile(path.join(folder, 'complete'), '');
  return python;
}

/** Installs psycopg beside Alembic, once. */
export function ensureDriver(python: string): void {
  if (succeeds(python, ['-c', 'import psycopg'])) return;
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'psycopg[binary]']);
}

function succeeds(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function run(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0)
    throw new Error(`${path.basename(program)} ${args.slice(0, 3).join(' ')} failed.`, { cause: error });
}
